/**
 * What Artemis itself loads: all of Keyhole that is on the broker's class path. It gives the rest of Keyhole a class loader of
 * its own, and knows it by {@link dev.keyhole.artemis.plugin.Installation} only.
 */
@NullMarked
package dev.keyhole.artemis.plugin;

import org.jspecify.annotations.NullMarked;
