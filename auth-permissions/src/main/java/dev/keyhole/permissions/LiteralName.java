package dev.keyhole.permissions;

/** One name, and no other. */
record LiteralName(String text) implements NamePattern {

    @Override
    public Match match(String name) {
        return text.equals(name) ? Match.YES : Match.NO;
    }
}
