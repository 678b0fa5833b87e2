package dev.keyhole.exec;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A process and all that came from it, as far as the operating system can tell: its descendants, and, where there is a
 * {@code /proc} and the process leads a session of its own, the members of that session, whose parents may be gone.
 */
final class ProcessGroup {

    private static final int ROUNDS = 200;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    private final ProcessHandle leader;
    private final boolean leadsSession;
    private final Optional<Path> pipe;
    private final long started;

    /**
     * @param leadsSession whether the process was started as the leader of a session of its own
     */
    ProcessGroup(ProcessHandle leader, boolean leadsSession) {
        this.leader = leader;
        this.leadsSession = leadsSession;
        this.pipe = ProcessTable.open(leader.pid(), STANDARD_OUTPUT);
        this.started = ProcessTable.entry(leader.pid())
                .map(ProcessTable.Entry::started)
                .orElse(0L);
    }

    /**
     * Kills them all, again and again until nobody is left who could make new ones.
     *
     * @return process ids of those who left the group and still hold the standard output open
     */
    List<Long> end() {
        List<ProcessTable.Entry> table = ProcessTable.read();
        Map<Long, ProcessHandle> members = members(table);
        for (int round = 0; round < ROUNDS && !members.isEmpty(); round++) {
            members.values().forEach(ProcessHandle::destroyForcibly);
            LockSupport.parkNanos(PAUSE_NANOS);
            table = ProcessTable.read();
            members = members(table);
        }
        return holdersOfPipe(table, members.keySet());
    }

    private Map<Long, ProcessHandle> members(List<ProcessTable.Entry> table) {
        Map<Long, ProcessHandle> members = new HashMap<>();
        if (leadsSession && !table.isEmpty()) {
            for (long pid : inTable(table)) {
                ProcessHandle.of(pid).ifPresent(process -> members.put(pid, process));
            }
        } else {
            Stream.concat(Stream.of(leader), leader.descendants())
                    .filter(ProcessHandle::isAlive)
                    .forEach(process -> members.put(process.pid(), process));
        }
        return members;
    }

    /** Members of the session, and their descendants who have left it. */
    private Set<Long> inTable(List<ProcessTable.Entry> table) {
        Set<Long> pids = new HashSet<>();
        if (leader.isAlive()) {
            // It may not have come to lead its session yet.
            pids.add(leader.pid());
        }
        boolean more = true;
        while (more) {
            more = false;
            for (ProcessTable.Entry entry : table) {
                boolean belongs = entry.session() == leader.pid() || pids.contains(entry.parent());
                more |= belongs && pids.add(entry.pid());
            }
        }
        return pids;
    }

    private List<Long> holdersOfPipe(List<ProcessTable.Entry> table, Set<Long> members) {
        if (pipe.isEmpty()) {
            return List.of();
        }
        long self = ProcessHandle.current().pid();
        return table.stream()
                .filter(entry -> entry.started() >= started && entry.pid() != self)
                .map(ProcessTable.Entry::pid)
                .filter(pid -> !members.contains(pid))
                .filter(pid -> ProcessTable.open(pid, STANDARD_OUTPUT).equals(pipe)
                        || ProcessTable.open(pid, STANDARD_ERROR).equals(pipe))
                .toList();
    }
}
