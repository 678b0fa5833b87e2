package dev.keyhole.simple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Place;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Validity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimpleAccessTest {

    @Test
    void whatIsDeniedIsDeniedThoughItIsAllowed() {
        SimpleAccess access = access("AllowedTopics", "^desk/", "DeniedTopics", "/secret");

        assertGranted(access, Permission.READ, Resource.topic("desk/fx"), "^desk/", "AllowedTopics matches the name");
        assertDenied(
                access, Permission.READ, Resource.topic("desk/secret"), "/secret", "DeniedTopics matches the name");
        assertDenied(access, Permission.READ, Resource.topic("home"), "^desk/", "AllowedTopics doesn't match the name");
    }

    @Test
    void whatIsNotDeniedIsAllowedIfNothingElseIsSaid() {
        SimpleAccess access = access("DeniedTopics", "^private/");

        assertGranted(access, Permission.WRITE, Resource.topic("desk/fx"), ".*", "AllowedTopics matches the name");
        assertDenied(
                access, Permission.WRITE, Resource.topic("private/x"), "^private/", "DeniedTopics matches the name");
    }

    @Test
    void topicsAndAdminPathsAreAlike() {
        SimpleAccess access = access("AllowedTopics", "^/amps/instance");

        assertThat(access.judge(Permission.READ, Resource.admin("/amps/instance/name")))
                .isInstanceOf(EntitlementDecision.Granted.class)
                .isEqualTo(access.judge(Permission.READ, Resource.topic("/amps/instance/name")));
        assertThat(access.judge(Permission.WRITE, Resource.admin("/amps/administrator")))
                .isInstanceOf(EntitlementDecision.Denied.class);
    }

    @ParameterizedTest
    @CsvSource({
        // GrantedPermissions, what for, on what, what is decided
        "'',    READ,      topic,            true",
        "'',    WRITE,     topic,            true",
        "'',    REPLICATE, topic,            true",
        "'',    LOGON,     logon,            true",
        "'',    LOGON,     replicationLogon, true",
        "read,  READ,      topic,            true",
        "read,  WRITE,     topic,            false",
        "read,  REPLICATE, topic,            false",
        "read,  LOGON,     logon,            true",
        "read,  LOGON,     replicationLogon, false",
        "Write, READ,      topic,            false",
        "Write, WRITE,     topic,            true",
        "Write, REPLICATE, topic,            true",
        "Write, LOGON,     logon,            true",
        "Write, LOGON,     replicationLogon, true"
    })
    void grantsThePermissionsThatTheOptionNames(String option, Permission permission, String on, boolean granted) {
        SimpleAccess access = option.isEmpty()
                ? access("AllowedTopics", ".*")
                : access("AllowedTopics", ".*", "GrantedPermissions", option);
        Resource resource =
                switch (on) {
                    case "topic" -> Resource.topic("desk/fx");
                    case "logon" -> Resource.logon();
                    default -> Resource.replicationLogon();
                };
        EntitlementDecision decision = access.judge(permission, resource);

        assertThat(decision instanceof EntitlementDecision.Granted).isEqualTo(granted);
        assertThat(decision.explanation().detail()).isNotBlank();
        assertThat(decision.validity()).isEqualTo(Validity.untilReset());
    }

    @Test
    void aPermissionThatIsNotGrantedIsExplained() {
        assertThat(access("AllowedTopics", ".*", "GrantedPermissions", "read")
                        .judge(Permission.REPLICATE, Resource.topic("desk/fx"))
                        .explanation()
                        .detail())
                .isEqualTo("replicate needs write: GrantedPermissions is read");
    }

    @Test
    void aPatternThatGivesUpDeniesWhicheverItIs() {
        Resource endless = Resource.topic("a".repeat(1_000) + "!");

        assertThat(access("AllowedTopics", "^.*.*.*.*.*x$")
                        .judge(Permission.READ, endless)
                        .explanation()
                        .detail())
                .startsWith("AllowedTopics gave up");
        EntitlementDecision denied = access("DeniedTopics", "^.*.*.*.*.*x$").judge(Permission.READ, endless);
        assertThat(denied).isInstanceOf(EntitlementDecision.Denied.class);
        assertThat(denied.explanation().detail()).startsWith("DeniedTopics gave up");
    }

    @Test
    void oneOfThePatternsMustBeGiven() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> access("GrantedPermissions", "read"))
                .withMessageContaining("'AllowedTopics' and 'DeniedTopics' are both missing");
    }

    @Test
    void aBrokenPatternIsRefusedWithItsPlace() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> access("AllowedTopics", "^desk/(?R)", "DeniedTopics", ""))
                .withMessageContaining("k.xml:1: 'AllowedTopics' must be a regular expression: this kind of group")
                .withMessageContaining("k.xml:1: 'DeniedTopics' must be a regular expression: it is empty");
    }

    private static void assertGranted(
            SimpleAccess access, Permission permission, Resource resource, String pattern, String detail) {
        EntitlementDecision decision = access.judge(permission, resource);
        assertThat(decision).isInstanceOf(EntitlementDecision.Granted.class);
        assertExplained(decision, pattern, detail);
    }

    private static void assertDenied(
            SimpleAccess access, Permission permission, Resource resource, String pattern, String detail) {
        EntitlementDecision decision = access.judge(permission, resource);
        assertThat(decision).isInstanceOf(EntitlementDecision.Denied.class);
        assertExplained(decision, pattern, detail);
    }

    private static void assertExplained(EntitlementDecision decision, String pattern, String detail) {
        assertThat(decision.explanation().pattern()).isEqualTo(pattern);
        assertThat(decision.explanation().detail()).isEqualTo(detail);
    }

    private static SimpleAccess access(String... namesAndValues) {
        List<RawOption> options = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            options.add(new RawOption(namesAndValues[i], namesAndValues[i + 1], "k.xml:1"));
        }
        return SimpleAccess.read(new SimpleAccessProvider()
                .options()
                .readBlock(Place.ENTITLEMENT, List.of(), options)
                .orThrow());
    }
}
