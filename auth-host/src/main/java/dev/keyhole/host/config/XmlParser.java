package dev.keyhole.host.config;

import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Problem;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Makes elements of the text of a file. Document types, and with them entities, are refused. No message shows text of the
 * file, as it may hold a secret.
 */
final class XmlParser {

    static final int MOST_LEVELS = 64;
    static final int MOST_ELEMENTS = 100_000;

    /** What encloses the elements of an included file, which may be none, one or many. */
    private static final String FRAGMENT = "Include";

    private static final String DOCTYPE = "<!DOCTYPE";
    private static final String DOCTYPE_REFUSED =
            "a DOCTYPE isn't read, nor are the entities it declares; use 'Include' for a part that stands in another file";
    private static final String MALFORMED = "it isn't well-formed XML";
    private static final Pattern PLAIN = Pattern.compile("[ -~]+");
    private static final String ENTITY_REFUSED =
            "a '&' begins an entity that isn't known; write a '&' of a text as '&amp;'";

    private final Source source;
    private final String text;
    private final Deque<Open> open = new ArrayDeque<>();
    private int elements;

    private XmlParser(Source source, String text) {
        this.source = source;
        this.text = text;
    }

    /**
     * Reads a whole document.
     *
     * @return its root
     * @throws ConfigurationException if it can't be read, or isn't well-formed, or is too large
     */
    static Element document(Source source) {
        return new XmlParser(source, SourceText.of(source)).parse();
    }

    /**
     * Reads a file that holds any number of elements.
     *
     * @return an element that holds those of the file
     * @throws ConfigurationException if it can't be read, or isn't well-formed, or is too large
     */
    static Element fragment(Source source) {
        String text = SourceText.of(source);
        return new XmlParser(source, "<" + FRAGMENT + ">" + text + "</" + FRAGMENT + ">").parse();
    }

    private Element parse() {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            throw problem(line, malformed(e, line));
        }
    }

    /** The JDK's own parser, whatever else is on the class path. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("external entities aren't read");
        });
        return factory;
    }

    private Element read(XMLStreamReader reader) throws XMLStreamException {
        Optional<Element> root = Optional.empty();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> start(reader);
                case XMLStreamConstants.END_ELEMENT -> root = Optional.of(end());
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.peek().text.append(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD -> throw problem(lineOf(DOCTYPE), DOCTYPE_REFUSED);
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw problem(reader.getLocation().getLineNumber(), ENTITY_REFUSED);
                default -> {
                    // comments and processing instructions say nothing to us
                }
            }
        }
        return root.orElseThrow();
    }

    private int lineOf(String first) {
        return 1
                + (int) text.substring(0, Math.max(0, text.indexOf(first)))
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
    }

    private void start(XMLStreamReader reader) {
        int line = reader.getLocation().getLineNumber();
        if (open.size() >= MOST_LEVELS) {
            throw problem(line, "elements are nested deeper than the limit of " + MOST_LEVELS + " levels");
        }
        if (++elements > MOST_ELEMENTS) {
            throw problem(line, "there are more elements than the limit of " + MOST_ELEMENTS);
        }
        List<String> attributes = new ArrayList<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeNamespace(i) == null
                    || reader.getAttributeNamespace(i).isEmpty()) {
                attributes.add(reader.getAttributeLocalName(i));
            }
        }
        String prefix = reader.getPrefix();
        String name = prefix == null || prefix.isEmpty() ? reader.getLocalName() : prefix + ":" + reader.getLocalName();
        open.push(new Open(name, line, attributes));
    }

    private Element end() {
        Open last = open.pop();
        Element element =
                new Element(last.name, source, last.line, last.attributes, last.text.toString(), last.children);
        if (!open.isEmpty()) {
            open.peek().children.add(element);
        }
        return element;
    }

    /**
     * Says what the parser complains of, without what it quotes: a '&' or a '&lt;' that isn't escaped makes it take a part
     * of a password for a name.
     */
    private String malformed(XMLStreamException e, int line) {
        String message = String.valueOf(e.getMessage());
        int start = message.indexOf("Message: ");
        String detail = start < 0 ? message : message.substring(start + "Message: ".length());
        if (text.lines().skip(line - 1L).findFirst().orElse("").contains(DOCTYPE)) {
            return DOCTYPE_REFUSED;
        }
        if (detail.contains("entity \"") || detail.contains("entity reference")) {
            return ENTITY_REFUSED;
        }
        if (detail.contains("end-tag") && !open.isEmpty()) {
            return "this doesn't close the element that is opened in line " + open.peek().line;
        }
        String unquoted = detail.replaceAll("\"[^\"]*\"", "'...'").replaceAll("\\s+", " ");
        // what other languages quote with, nobody knows
        return PLAIN.matcher(unquoted).matches() ? MALFORMED + ": " + unquoted : MALFORMED;
    }

    private ConfigurationException problem(int line, String message) {
        return new ConfigurationException(List.of(new Problem(source.at(line), "", message)));
    }

    /** An element whose end hasn't come yet. */
    private static final class Open {
        final String name;
        final int line;
        final List<String> attributes;
        final StringBuilder text = new StringBuilder();
        final List<Element> children = new ArrayList<>();

        Open(String name, int line, List<String> attributes) {
            this.name = name;
            this.line = line;
            this.attributes = attributes;
        }
    }
}
