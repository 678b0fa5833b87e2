/**
 * For authors of modules: {@link dev.keyhole.testing.ModuleCompatibilityTest}, which every module has to pass, and {@link
 * dev.keyhole.testing.ManualTime} and {@link dev.keyhole.testing.RecordingServices} to test a module with alone.
 */
package dev.keyhole.testing;
