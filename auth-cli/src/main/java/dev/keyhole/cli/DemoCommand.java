package dev.keyhole.cli;

import dev.keyhole.spi.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keyhole demo}: see it work. */
@Command(
        name = "demo",
        description = "Starts a broker and a permissions service, and shows who gets in and who doesn't.",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "It runs what lies in examples/demo. Real MQTT and AMQP clients try what its users may and may",
            "not do; then it stays up for clients of your own until you press Ctrl-C. If another program has",
            "one of its ports, it takes a free one and says which.",
            "",
            "Exit status: 0 everything was as expected, 1 something wasn't, 2 it couldn't be started, 3 wrong",
            "usage.",
            "",
            "Example:  keyhole demo --once"
        })
final class DemoCommand implements Callable<Integer>, Verbose {

    private final Surroundings surroundings;

    @Option(names = "--once", description = "End after the tour.")
    private boolean once;

    @Option(names = "--free-ports", description = "Take free ports from the start.")
    private boolean freePorts;

    @Mixin
    private CommonOptions common;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public boolean isVerbose() {
        return common.verbose;
    }

    @Override
    public Integer call() throws InterruptedException {
        Logging.start(common.verbose ? Logging.DETAILED : Logging.WARNINGS);
        Path folder = surroundings
                .examples()
                .map(examples -> examples.resolve("demo"))
                .filter(Files::isDirectory)
                .orElseThrow(() -> new UsageException("there is no examples/demo here; run the keyhole script"));
        surroundings
                .out()
                .println("Starting a permissions service and a broker"
                        + (surroundings.artemisArchive().isPresent() ? " with what keyhole-artemis.zip installs" : "")
                        + " ...");
        surroundings.out().flush();
        DemoPorts ports = ports(folder);
        try (DemoSite site = DemoSite.start(
                folder, ports, new HostOptions().moduleDirectories(surroundings), surroundings.artemisArchive())) {
            boolean asExpected = tour(site, ports);
            if (!once) {
                Runtime.getRuntime().addShutdownHook(new Thread(ports::clean, "demo-end"));
                new DemoHints(surroundings, site.places()).print(ports.configuration());
                Logging.showDecisions();
                new CountDownLatch(1).await();
            }
            return asExpected ? ExitStatus.YES : ExitStatus.NO;
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> surroundings.err().println(Text.printable(problem.toString())));
            return ExitStatus.UNAVAILABLE;
        } catch (IOException e) {
            surroundings.err().println("keyhole demo: " + Text.oneLine(String.valueOf(e.getMessage())));
            surroundings.err().println("If another program has a port of it, try --free-ports.");
            return ExitStatus.UNAVAILABLE;
        } finally {
            ports.clean();
        }
    }

    private DemoPorts ports(Path folder) {
        try {
            return DemoPorts.of(folder.resolve("keyhole.xml"), port -> !freePorts && DemoPorts.isFree(port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean tour(DemoSite site, DemoPorts ports) {
        PrintWriter out = surroundings.out();
        if (!freePorts) {
            ports.moved()
                    .forEach((taken, free) ->
                            out.println("Another program has port " + taken + ", so " + free + " is used instead."));
        }
        out.println("  service  " + site.serviceUri());
        site.places().forEach((transport, place) -> out.printf("  %-8s %s%n", transport, place));
        out.println();
        TourTable table = new TourTable(out);
        table.printHead();
        AtomicInteger asExpected = new AtomicInteger();
        boolean all = new Tour(site.host(), site.places()).run(Tour.STEPS, row -> {
            table.print(row);
            asExpected.addAndGet(row.isAsExpected() ? 1 : 0);
        });
        out.println();
        out.println(asExpected + " of " + Tour.STEPS.size() + " ended as they should.");
        return all;
    }
}
