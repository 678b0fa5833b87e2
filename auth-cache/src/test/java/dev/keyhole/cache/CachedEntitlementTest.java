package dev.keyhole.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.keyhole.spi.EntitlementDecision;
import dev.keyhole.spi.Explanation;
import dev.keyhole.spi.KeyScope;
import dev.keyhole.spi.ModuleUnavailableException;
import dev.keyhole.spi.Operation;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Validity;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CachedEntitlementTest {

    private static EntitlementDecision lasting(Validity validity, String detail) {
        return new EntitlementDecision.Granted("", "", validity, Explanation.of(detail));
    }

    @Test
    void anAnswerIsFoundAgainAsTheSameObject() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");

        assertThat(place.find("desk")).isNull();
        String answer = place.ask("desk");

        assertThat(place.find("desk")).isSameAs(answer);
        assertThat(place.find("desk")).isSameAs(answer);
        assertThat(fixture.asked).hasValue(1);
        assertThat(fixture.cache.size()).isEqualTo(1);
    }

    @Test
    void permissionOperationTypeAndNameTellAnswersApart() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        Resource desk = Resource.topic("desk");

        String subscribe = place.ask(desk, Permission.READ, Operation.SUBSCRIBE);
        String receive = place.ask(desk, Permission.READ, Operation.RECEIVE);
        String publish = place.ask(desk, Permission.WRITE, Operation.PUBLISH);
        String admin = place.ask(Resource.admin("desk"), Permission.READ, Operation.ADMIN);
        String logon = place.ask(Resource.logon(), Permission.LOGON, Operation.LOGON);
        String replication = place.ask(Resource.replicationLogon(), Permission.LOGON, Operation.LOGON);

        assertThat(fixture.cache.size()).isEqualTo(6);
        assertThat(place.seat.find(desk, Permission.READ, Operation.SUBSCRIBE)).isSameAs(subscribe);
        assertThat(place.seat.find(desk, Permission.READ, Operation.RECEIVE)).isSameAs(receive);
        assertThat(place.seat.find(desk, Permission.WRITE, Operation.PUBLISH)).isSameAs(publish);
        assertThat(place.seat.find(Resource.admin("desk"), Permission.READ, Operation.ADMIN))
                .isSameAs(admin);
        assertThat(place.seat.find(Resource.logon(), Permission.LOGON, Operation.LOGON))
                .isSameAs(logon);
        assertThat(place.seat.find(Resource.replicationLogon(), Permission.LOGON, Operation.LOGON))
                .isSameAs(replication);
        assertThat(place.seat.find(desk, Permission.REPLICATE, Operation.REPLICATE))
                .isNull();
        assertThat(place.find("desk2")).isNull();
    }

    @Test
    void aUsersConnectionsShareAnAnswerAndOtherUsersDont() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        fixture.place("falken", "a").ask("desk");

        assertThat(fixture.place("falken", "b").find("desk")).isNotNull();
        assertThat(fixture.place("mckittrick", "a").find("desk")).isNull();
        assertThat(fixture.place("", "a").find("desk")).isNull();
    }

    @Test
    void aClientsConnectionsShareAnAnswerIfTheScopeSaysSo() {
        Fixture fixture = Fixture.of(KeyScope.USER_AND_CLIENT);
        fixture.place("falken", "a").ask("desk");

        assertThat(fixture.place("falken", "a").find("desk")).isNotNull();
        assertThat(fixture.place("falken", "b").find("desk")).isNull();
        assertThat(fixture.place("mckittrick", "a").find("desk")).isNull();
    }

    @Test
    void aConnectionSharesWithNobodyIfTheScopeSaysSo() {
        Fixture fixture = Fixture.of(KeyScope.CONNECTION);
        Fixture.Place place = fixture.place("falken", "a");
        place.ask("desk");

        assertThat(place.find("desk")).isNotNull();
        assertThat(fixture.place("falken", "a").find("desk")).isNull();
    }

    @Test
    void anAnswerHoldsForAsLongAsItSays() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        fixture.script = request -> lasting(Validity.lasting(Duration.ofNanos(100)), "short");
        place.ask("desk");

        fixture.now.addAndGet(99);
        assertThat(place.find("desk")).isEqualTo("short");
        fixture.now.addAndGet(1);
        assertThat(place.find("desk")).isNull();

        fixture.script = request -> lasting(Validity.lasting(Duration.ofNanos(100)), "again");
        place.ask("desk");
        assertThat(place.find("desk")).isEqualTo("again");
        assertThat(fixture.cache.size()).isEqualTo(1);
    }

    @Test
    void anAnswerThatLastsLongerThanAnyClockRunsIsKept() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        fixture.script = request -> lasting(Validity.lasting(Duration.ofSeconds(Long.MAX_VALUE)), "long");
        place.ask("desk");

        fixture.now.addAndGet(Duration.ofDays(200 * 365).toNanos());
        assertThat(place.find("desk")).isEqualTo("long");
    }

    @Test
    void timeThatWrapsAroundIsUnderstood() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        fixture.now.set(Long.MAX_VALUE - 50);
        fixture.script = request -> lasting(Validity.lasting(Duration.ofNanos(100)), "short");
        place.ask("desk");

        fixture.now.addAndGet(99);
        assertThat(place.find("desk")).isEqualTo("short");
        fixture.now.addAndGet(1);
        assertThat(place.find("desk")).isNull();
    }

    @Test
    void anAnswerThatIsntToBeCachedIsnt() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        fixture.script = request -> lasting(Validity.notCached(), "once");

        assertThat(place.ask("desk")).isEqualTo("once");
        assertThat(place.find("desk")).isNull();
        assertThat(fixture.cache.size()).isZero();
    }

    @Test
    void denialsAndAbstentionsAreKeptAsTheySay() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        fixture.script = request -> EntitlementDecision.denied(Explanation.of("no"));
        place.ask("denied");
        fixture.script = request -> EntitlementDecision.abstained(Explanation.of("pass"));
        place.ask("abstained");
        fixture.script =
                request -> new EntitlementDecision.Abstained(Validity.untilReset(), Explanation.of("pass for long"));
        place.ask("abstained for long");

        assertThat(place.find("denied")).isEqualTo("no");
        assertThat(place.find("abstained")).isNull();
        assertThat(place.find("abstained for long")).isEqualTo("pass for long");
    }

    @Test
    void aFaultLeavesNothingBehind() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        fixture.script = request -> {
            throw new ModuleUnavailableException("down");
        };
        assertThatExceptionOfType(ModuleUnavailableException.class).isThrownBy(() -> place.ask("desk"));

        assertThat(place.find("desk")).isNull();
        assertThat(fixture.cache.size()).isZero();
    }

    @Test
    void aResetForgetsEverythingAfterTheModuleHas() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place falken = fixture.place("falken");
        Fixture.Place joshua = fixture.place("joshua");
        falken.ask("desk");
        joshua.ask("desk");

        fixture.cache.reset();

        assertThat(fixture.told).containsExactly("reset");
        assertThat(falken.find("desk")).isNull();
        assertThat(joshua.find("desk")).isNull();
        assertThat(fixture.cache.size()).isZero();
        falken.ask("desk");
        assertThat(falken.find("desk")).isNotNull();
    }

    @Test
    void whatTheModuleAnswersBeforeItHasForgottenIsForgottenToo() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place place = fixture.place("falken");
        fixture.atReset = () -> place.ask("desk");

        fixture.cache.reset();
        assertThat(place.find("desk")).isNull();
        fixture.cache.resetUser("falken");
        assertThat(place.find("desk")).isNull();
    }

    @Test
    void aResetOfOneUserLeavesTheOthers() {
        Fixture fixture = Fixture.of(KeyScope.USER_AND_CLIENT);
        Fixture.Place one = fixture.place("falken", "a");
        Fixture.Place two = fixture.place("falken", "b");
        Fixture.Place other = fixture.place("joshua", "a");
        one.ask("desk");
        two.ask("desk");
        other.ask("desk");

        fixture.cache.resetUser("falken");
        fixture.cache.resetUser("nobody here");

        assertThat(fixture.told).containsExactly("reset falken", "reset nobody here");
        assertThat(one.find("desk")).isNull();
        assertThat(two.find("desk")).isNull();
        assertThat(other.find("desk")).isNotNull();
        assertThat(fixture.cache.size()).isEqualTo(1);
    }

    @Test
    void aModuleThatKnowsAlreadyIsntToldAgain() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place falken = fixture.place("falken");
        falken.ask("desk");
        fixture.cache.forgetUser("falken");
        assertThat(falken.find("desk")).isNull();

        falken.ask("desk");
        fixture.cache.forgetAll();
        assertThat(falken.find("desk")).isNull();
        assertThat(fixture.told).isEmpty();
    }

    @Test
    void aUsersAnswersGoWithItsLastConnection() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        Fixture.Place one = fixture.place("falken");
        Fixture.Place two = fixture.place("falken");
        one.ask("desk");

        one.close();
        one.close();
        assertThat(two.find("desk")).isNotNull();
        two.close();
        assertThat(fixture.cache.size()).isZero();
        assertThat(fixture.place("falken").find("desk")).isNull();
    }

    @Test
    void aClientsAnswersGoWithItsLastConnection() {
        Fixture fixture = Fixture.of(KeyScope.USER_AND_CLIENT);
        Fixture.Place a = fixture.place("falken", "a");
        Fixture.Place b = fixture.place("falken", "b");
        a.ask("desk");
        a.ask("fx");
        b.ask("desk");

        a.close();
        assertThat(fixture.cache.size()).isEqualTo(1);
        assertThat(b.find("desk")).isNotNull();
        assertThat(fixture.place("falken", "a").find("desk")).isNull();
    }

    @Test
    void aConnectionsAnswersGoWithIt() {
        Fixture fixture = Fixture.of(KeyScope.CONNECTION);
        Fixture.Place one = fixture.place("falken");
        Fixture.Place two = fixture.place("falken");
        one.ask("desk");
        two.ask("desk");

        one.close();

        assertThat(one.find("desk")).isNull();
        assertThat(two.find("desk")).isNotNull();
        assertThat(fixture.cache.size()).isEqualTo(1);
    }

    @Test
    void aClosedSeatAsksTheModuleAndKeepsNothing() {
        for (KeyScope scope : KeyScope.values()) {
            Fixture fixture = Fixture.of(scope);
            Fixture.Place gone = fixture.place("falken");
            Fixture.Place stays = fixture.place("falken");
            gone.close();

            assertThat(gone.ask("desk")).isNotNull();
            assertThat(gone.find("desk")).isNull();
            assertThat(stays.find("desk")).isNull();
            assertThat(fixture.cache.size()).isZero();
        }
    }

    @Test
    void closingClosesTheContext() {
        Fixture fixture = Fixture.of(KeyScope.USER);
        fixture.cache.close();
        assertThat(fixture.told).containsExactly("close");
    }

    @Test
    void limitsMustLeaveRoomForAnAnswer() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheLimits(0, 1, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheLimits(1, 0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheLimits(1, 1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new CacheLimits(1, 1, 1, 0));
    }
}
