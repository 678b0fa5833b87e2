/** Finds modules: in folders of a module directory, each with a class loader of its own, and on the class path. */
package dev.keyhole.host.loader;
