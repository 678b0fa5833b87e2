package dev.keyhole.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keyhole store}, on a database in a file; and {@code keyhole service} where it can't start. */
class StoreCommandTest {

    @TempDir
    Path folder;

    private Path configuration;
    private CommandRun run;

    @BeforeEach
    void configure() throws IOException {
        configuration = Files.writeString(folder.resolve("service.yaml"), "database:\n  file: store\n");
    }

    private int store(String... arguments) {
        run = new CommandRun().variable("KEYHOLE_PASSWORD", "joshua");
        String[] all = new String[arguments.length + 3];
        all[0] = "store";
        all[1] = "--config";
        all[2] = configuration.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return run.run(all);
    }

    @Test
    void aUserIsMadeChangedAndAudited() throws IOException {
        Path document = Files.writeString(folder.resolve("falken.json"), "{\"logon\": true}");

        assertThat(store("put-user", "falken")).isZero();
        assertThat(run.out()).contains("The user was made.");
        assertThat(store("put-user", "falken")).isZero();
        assertThat(run.out()).contains("The password was changed.");
        assertThat(store("put-document", "falken", document.toString())).isZero();
        assertThat(run.out()).contains("version 1");
        assertThat(store("set-groups", "falken", "traders", "guests")).isZero();
        assertThat(store("put-group-document", "traders", document.toString())).isZero();
        assertThat(store("disable", "falken")).isZero();
        assertThat(store("enable", "falken")).isZero();
        assertThat(store("delete-user", "falken")).isZero();
        assertThat(store("audit")).isZero();
        assertThat(run.out().lines()).hasSize(8);
        assertThat(run.out()).contains("(local) document USER falken version 1").doesNotContain("joshua");
    }

    @Test
    void whoIsntThereIsANo() {
        assertThat(store("disable", "nobody")).isEqualTo(ExitStatus.NO);
        assertThat(run.out()).contains("There is no such user.");
    }

    @Test
    void aDocumentForNobodyIsNotKept() throws IOException {
        Path document = Files.writeString(folder.resolve("falken.json"), "{\"logon\": true}");

        assertThat(store("put-document", "falken", document.toString())).isEqualTo(ExitStatus.NO);
        assertThat(run.out()).contains("There is no such user.");
        assertThat(store("audit")).isZero();
        assertThat(run.out()).isEmpty();
    }

    @Test
    void thereIsOneFirstAdministratorAndNeverASecond() throws IOException {
        assertThat(store("first-admin", "falken")).isZero();
        assertThat(run.out()).contains("The first administrator was made").doesNotContain("joshua");
        assertThat(store("delete-user", "falken")).isZero();
        assertThat(store("first-admin", "mckittrick")).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(run.err())
                .contains("there was a first administrator already")
                .contains("USER falken");
        assertThat(store("audit")).isZero();
        assertThat(run.out()).contains("first-admin USER falken version 1");
    }

    @Test
    void filesHaveAFirstAdministratorToo() throws IOException {
        Files.createDirectory(folder.resolve("permissions"));
        Files.writeString(folder.resolve("passwords"), "");
        Files.writeString(configuration, "files:\n  documents: permissions\n  passwords: passwords\n");

        assertThat(store("first-admin", "falken")).isZero();
        assertThat(Files.readString(folder.resolve("passwords"))).startsWith("falken:$2");
        assertThat(Files.readString(folder.resolve("permissions/falken.json"))).contains("^/administration/");
        assertThat(store("first-admin", "mckittrick")).isEqualTo(ExitStatus.UNAVAILABLE);
    }

    @Test
    void aDocumentWithAFaultIsRefused() throws IOException {
        assertThat(store("put-user", "falken")).isZero();
        Path document = Files.writeString(folder.resolve("falken.json"), "{\"logon\": 1}");

        assertThat(store("put-document", "falken", document.toString())).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(run.err()).contains("falken.json: 'logon' must be true or false");
        assertThat(store("put-document", "falken", folder.resolve("none").toString()))
                .isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(run.err()).contains("none: it can't be read: there is no such file");
    }

    @Test
    void wrongUseIsSaid() throws IOException {
        assertThat(store("promote", "falken")).isEqualTo(ExitStatus.USAGE);
        assertThat(store("disable")).isEqualTo(ExitStatus.USAGE);
        assertThat(store("put-document", "falken")).isEqualTo(ExitStatus.USAGE);
        Files.writeString(configuration, "port: 0\n");
        assertThat(store("audit")).isEqualTo(ExitStatus.USAGE);
        assertThat(run.err()).contains("names no database");
    }

    @Test
    void aServiceThatCantStartSaysAllThatIsWrong() throws IOException {
        Files.writeString(configuration, "prot: 0\nport: x\n");
        CommandRun service = new CommandRun();

        assertThat(service.run("service", "--config", configuration.toString())).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(service.err())
                .contains("service.yaml:1: 'prot' isn't known here; did you mean 'port'?")
                .contains("service.yaml:2: 'port' must be a whole number");
    }
}
