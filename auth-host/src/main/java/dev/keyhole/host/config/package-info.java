/** The configuration file: the only place that knows its XML. */
package dev.keyhole.host.config;
