package dev.keyhole.host.config;

import dev.keyhole.host.config.Configuration.Module;
import dev.keyhole.spi.RawOption;
import dev.keyhole.spi.Spelling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code Module} elements of {@code Modules}. Not thread-safe.
 *
 * <p>Modules serve many parts of the reference server, with options that may look like anything. So only a module that a
 * security block names has to have options that can be read; what can't be read of another one is a warning.
 */
final class ModuleReader {

    private static final Set<String> NAMES = Set.of("Name", "Library", "Options");

    private final ElementReader reader;
    private final BlockReader blocks;
    private final Map<String, Declared> declared = new LinkedHashMap<>();

    ModuleReader(ElementReader reader, BlockReader blocks) {
        this.reader = reader;
        this.blocks = blocks;
    }

    void read(Element element, Findings findings) {
        Findings own = new Findings();
        Children children = new Children("Module", element.location(), findings);
        for (Element child : reader.children(element, findings)) {
            if (NAMES.contains(child.name())) {
                children.add(child);
            } else {
                own.error(
                        child.location(),
                        Spelling.unknown("'" + child.name() + "' isn't an element of 'Module'", child.name(), NAMES));
            }
        }
        Optional<String> name = children.required("Name").flatMap(child -> reader.word(child, findings));
        Optional<String> library = children.required("Library").flatMap(child -> library(child, own));
        List<RawOption> options = children.find("Options")
                .map(child -> blocks.options(child, own))
                .orElse(List.of());
        if (name.isEmpty()) {
            findings.add(own);
            return;
        }
        Declared previous = declared.putIfAbsent(name.get(), new Declared(element.location(), library, options, own));
        if (previous != null) {
            findings.add(own);
            findings.error(
                    element.location(),
                    "a module named '" + name.get() + "' is declared at " + previous.location + " already");
        }
    }

    private Optional<String> library(Element element, Findings findings) {
        Optional<String> path = reader.word(element, findings);
        Optional<String> file =
                path.map(text -> text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1));
        if (file.isPresent() && file.get().isEmpty()) {
            findings.error(element.location(), "'Library' names a directory, not a library");
            return Optional.empty();
        }
        return file;
    }

    /** The modules that could be read. */
    List<Module> finish(Set<String> namedByBlocks, Findings findings) {
        List<Module> modules = new ArrayList<>();
        declared.forEach((name, module) -> {
            if (namedByBlocks.contains(name)) {
                findings.add(module.findings);
            } else {
                findings.addAsWarnings(
                        module.findings, "only a warning, as no security block names the module '" + name + "'");
            }
            module.library.ifPresent(
                    library -> modules.add(new Module(name, library, module.options, module.location)));
        });
        return modules;
    }

    private record Declared(String location, Optional<String> library, List<RawOption> options, Findings findings) {}
}
