package dev.keyhole.cli;

import dev.keyhole.host.Host;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Visitors who try the demo's broker, each with a real client. */
final class Tour {

    static final Visitor FALKEN = Visitor.of("mqtt", "falken", "joshua");
    static final Visitor LIGHTMAN = Visitor.of("amqp", "lightman", "pencil");

    private static final Visitor MCKITTRICK = Visitor.of("mqtt", "mckittrick", "wopr");
    private static final Visitor LOBBY = Visitor.nobody("lobby");

    /** Everything that the demo's files promise. */
    static final List<TourStep> STEPS = List.of(
            TourStep.logsOn(FALKEN, "logs on", true),
            TourStep.publishes(FALKEN, "games/chess", true),
            TourStep.publishes(FALKEN, "norad/defcon", false),
            TourStep.subscribes(FALKEN, "norad/defcon", true),
            TourStep.subscribes(FALKEN, "school/grades", false),
            TourStep.logsOn(Visitor.of("mqtt", "falken", "pencil"), "logs on, wrong password", false),
            TourStep.logsOn(MCKITTRICK, "logs on", false),
            TourStep.logsOn(Visitor.nobody("mqtt"), "connects without a logon", false),
            TourStep.logsOn(LOBBY, "connects without a logon", true),
            TourStep.subscribes(LOBBY, "public/news", true),
            TourStep.publishes(LOBBY, "public/news", false),
            TourStep.logsOn(LIGHTMAN, "logs on", true),
            TourStep.publishes(LIGHTMAN, "games/chess", true),
            TourStep.publishes(LIGHTMAN, "games/war", false),
            TourStep.subscribes(LIGHTMAN, "games/chess", true),
            TourStep.subscribes(LIGHTMAN, "norad/defcon", false),
            TourStep.logsOn(Visitor.of("amqp", "lightman", "joshua"), "logs on, wrong password", false),
            TourStep.logsOn(Visitor.nobody("amqp"), "connects without a logon", false));

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Inquiry inquiry;
    private final Map<String, ServerAddress> places;

    /**
     * @param places where each transport listens
     */
    Tour(Host host, Map<String, ServerAddress> places) {
        this.inquiry = new Inquiry(host);
        this.places = Map.copyOf(places);
    }

    /** Takes every step, in order; returns whether each ended as it should. */
    boolean run(List<TourStep> steps, Consumer<TourRow> guide) {
        boolean allAsExpected = true;
        Visit visit = Visit.NONE;
        try {
            for (TourStep step : steps) {
                if (!visit.isOf(step.visitor())) {
                    visit.close();
                    visit = begin(step.visitor());
                }
                TourRow row = new TourRow(step, visit.take(step), why(step));
                guide.accept(row);
                allAsExpected &= row.isAsExpected();
            }
        } finally {
            visit.close();
        }
        return allAsExpected;
    }

    private Visit begin(Visitor visitor) {
        ServerAddress place = places.get(visitor.transport());
        if (place == null) {
            throw new IllegalStateException("the demo has no transport " + visitor.transport());
        }
        return Visit.begin(visitor, BrokerClient.of(visitor.address(place), LIMIT));
    }

    private String why(TourStep step) {
        Visitor visitor = step.visitor();
        String why = inquiry.ask(visitor.transport(), "", visitor.logon(), step.question())
                .why();
        return why.startsWith(Inquiry.LOGON) ? why.substring(Inquiry.LOGON.length()) : why;
    }
}
