package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyhole.service.Journal.Kind;
import dev.keyhole.service.Journal.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    @TempDir
    Path root;

    private Path folder;
    private Path mine;
    private Path others;

    @BeforeEach
    void folders() throws IOException {
        folder = Files.createDirectories(root.resolve("mine/.administration"));
        mine = root.resolve("mine/document");
        others = root.resolve("others");
    }

    private static List<Step> replacing(Path... files) {
        return List.of(files).stream()
                .map(file -> new Step(Kind.REPLACE, file, 0, "new".getBytes(UTF_8)))
                .toList();
    }

    /** Leaves a journal behind, as a process does that dies: a folder stands where a file should be written. */
    private void die(Path... files) throws IOException {
        Path obstacle = Files.createDirectories(root.resolve("mine/obstacle/in"));
        Step hopeless = new Step(Kind.REPLACE, obstacle.resolveSibling("."), 0, new byte[0]);
        List<Step> steps = new java.util.ArrayList<>(List.of(hopeless));
        steps.addAll(replacing(files));
        assertThatThrownBy(() -> new Journal(folder, file -> true).commit(steps))
                .isInstanceOf(IOException.class);
        assertThat(folder.resolve("journal")).exists();
        Files.delete(obstacle);
        Files.delete(root.resolve("mine/obstacle"));
    }

    @Test
    void whatWasBegunIsFinished() throws IOException {
        die(mine);
        new Journal(folder, file -> file.startsWith(root.resolve("mine"))).recover();
        assertThat(mine).hasContent("new");
        assertThat(folder.resolve("journal")).doesNotExist();
    }

    @Test
    void aJournalThatNamesFilesOfOthersIsLeftAloneAndNothingIsDone() throws IOException {
        die(mine, others);
        assertThatThrownBy(() -> new Journal(folder, file -> file.startsWith(root.resolve("mine"))).recover())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(others.toString())
                .hasMessageContaining("isn't a file of this service");
        assertThat(mine).doesNotExist();
        assertThat(others).doesNotExist();
    }
}
