package dev.keyhole.host.engine;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Statistic;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Meters in the text format of Prometheus, version 0.0.4. */
final class PrometheusText {

    private final StringBuilder text = new StringBuilder(4_096);

    private PrometheusText() {}

    static String of(Collection<? extends Meter> meters) {
        SortedMap<String, List<Meter>> families = new TreeMap<>(meters.stream()
                .collect(Collectors.groupingBy(meter -> meter.getId().getName())));
        PrometheusText result = new PrometheusText();
        families.values().forEach(result::family);
        return result.text.toString();
    }

    private void family(List<Meter> family) {
        Meter.Id first = family.get(0).getId();
        String help = first.getDescription() == null ? "" : first.getDescription();
        String base = first.getName().replace('.', '_');
        if (family.get(0) instanceof Timer) {
            String name = base + "_seconds";
            head(name, help, "summary");
            lines(family, name + "_count", meter -> ((Timer) meter).count());
            lines(family, name + "_sum", meter -> ((Timer) meter).totalTime(TimeUnit.SECONDS));
            head(name + "_max", help + ": the longest lately", "gauge");
            lines(family, name + "_max", meter -> ((Timer) meter).max(TimeUnit.SECONDS));
        } else if (first.getType() == Meter.Type.COUNTER) {
            head(base + "_total", help, "counter");
            lines(family, base + "_total", meter -> value(meter, Statistic.COUNT));
        } else {
            head(base, help, "gauge");
            lines(family, base, meter -> value(meter, Statistic.VALUE));
        }
    }

    private static double value(Meter meter, Statistic statistic) {
        for (Measurement measurement : meter.measure()) {
            if (measurement.getStatistic() == statistic) {
                return measurement.getValue();
            }
        }
        return Double.NaN;
    }

    private void head(String name, String help, String type) {
        text.append("# HELP ").append(name).append(' ').append(escaped(help)).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** Reads a number off a meter. */
    @FunctionalInterface
    private interface Reading {
        double of(Meter meter);
    }

    private void lines(List<Meter> family, String name, Reading reading) {
        TreeSet<String> lines = new TreeSet<>();
        for (Meter meter : family) {
            String labels = meter.getId().getTags().stream()
                    .map(PrometheusText::label)
                    .collect(Collectors.joining(",", "{", "}"));
            lines.add(name + (labels.length() == 2 ? "" : labels) + ' ' + number(reading.of(meter)));
        }
        lines.forEach(line -> text.append(line).append('\n'));
    }

    private static String label(Tag tag) {
        return tag.getKey() + "=\"" + escaped(tag.getValue()).replace("\"", "\\\"") + '"';
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
