package dev.keyhole.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Loads the classes that another Java wrote down ({@code -Xlog:class+load}), each by a class loader of the same kind: that of the
 * class path, or one for each module. Doesn't run any of them.
 */
public final class OnlyLoading {

    private static final Pattern LINE = Pattern.compile("(\\S+) source: (\\S.*)");
    private static final Pattern MODULE = Pattern.compile("file:(.*/modules/[^/]+)/[^/]+\\.jar");

    private final Map<String, ClassLoader> modules = new HashMap<>();
    private int loaded;

    private OnlyLoading() {}

    /** The file, and how many it must be at least. */
    public static void main(String[] arguments) throws IOException {
        OnlyLoading loading = new OnlyLoading();
        for (String line : Files.readAllLines(Path.of(arguments[0]))) {
            Matcher matcher = LINE.matcher(line);
            // Classes that Java made up while it ran are nowhere to be loaded from.
            if (matcher.find() && !matcher.group(1).contains("/0x")) {
                loading.load(matcher.group(1), loading.loader(matcher.group(2)));
            }
        }
        if (loading.loaded < Integer.parseInt(arguments[1])) {
            throw new IllegalStateException("only " + loading.loaded + " classes could be loaded");
        }
    }

    private ClassLoader loader(String source) {
        Matcher matcher = MODULE.matcher(source);
        return matcher.matches()
                ? modules.computeIfAbsent(matcher.group(1), OnlyLoading::module)
                : OnlyLoading.class.getClassLoader();
    }

    private static ClassLoader module(String folder) {
        List<URL> jars = new ArrayList<>();
        File[] files = new File(folder).listFiles();
        for (File file : files == null ? new File[0] : files) {
            try {
                jars.add(file.toURI().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
        return new URLClassLoader(jars.toArray(new URL[0]), OnlyLoading.class.getClassLoader());
    }

    private void load(String name, ClassLoader loader) {
        try {
            Class.forName(name, false, loader);
            loaded++;
        } catch (ClassNotFoundException | LinkageError e) {
            // Made up while it ran, under an ordinary name.
        }
    }
}
