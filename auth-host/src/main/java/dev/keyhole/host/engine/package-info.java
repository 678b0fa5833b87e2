/**
 * The engine: what runs behind the host's public face.
 *
 * <ul>
 *   <li><b>Start</b>: {@code Planner} resolves what a configuration names, {@code Assembler} loads modules and opens their
 *       contexts; both collect every problem instead of stopping at the first.
 *   <li><b>Threads</b>: each context has a {@code Lane}, which bounds how many of its {@code Call}s run and wait. Who waits for
 *       a call holds no thread.
 *   <li><b>Logon</b>: {@code EngineConnection} holds the state of a connection, {@code LogonAttempt} drives one logon through
 *       the transport's chain.
 *   <li><b>Check</b>: {@code Session} is a bound identity with its seats in the caches, {@code CheckRun} asks the modules
 *       whose answers aren't cached.
 *   <li><b>Control</b>: what operators do to a running host.
 * </ul>
 */
package dev.keyhole.host.engine;
