package dev.keyhole.host.loader;

import dev.keyhole.spi.ModuleProvider;

/**
 * A provider that was made and not asked anything yet.
 *
 * @param source the file that it comes from
 */
record Candidate(ModuleProvider provider, String source) {}
