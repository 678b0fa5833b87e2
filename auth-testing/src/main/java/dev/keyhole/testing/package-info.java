/**
 * For authors of modules.
 *
 * <ul>
 *   <li>{@link dev.keyhole.testing.ModuleCompatibilityTest}: what every module has to pass.
 *   <li>{@link dev.keyhole.testing.FakeBroker}: a module in a real host, without a network or a jar.
 *   <li>{@link dev.keyhole.testing.ManualTime} and {@link dev.keyhole.testing.RecordingServices}: to test a module alone.
 * </ul>
 */
package dev.keyhole.testing;
