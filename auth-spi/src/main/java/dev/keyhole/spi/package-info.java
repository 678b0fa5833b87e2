/**
 * The contract between a host and its security modules.
 *
 * <p>A host finds a {@link dev.keyhole.spi.ModuleProvider} with {@link java.util.ServiceLoader}, loads one {@link
 * dev.keyhole.spi.SecurityModule} for each configured module and opens a <em>context</em> for each use of it: an
 * {@link dev.keyhole.spi.AuthenticationContext} says who a connection is, an {@link
 * dev.keyhole.spi.EntitlementContext} says what that identity may do. What goes out is the business of an {@link
 * dev.keyhole.spi.AuthenticatorContext}, which gives credentials to the connections that the broker itself makes.
 *
 * <p>The host calls in this order: {@link dev.keyhole.spi.ModuleProvider#load}, the contexts, {@code begin} and {@code
 * respond} for each logon, {@code check} for what the client then does, {@code released} when its connection ends; at
 * last it closes the contexts, then the module.
 *
 * <p>Four rules hold for every method of a module unless its own contract says otherwise:
 *
 * <ul>
 *   <li><b>Outcomes are values, faults are exceptions.</b> "No" is a result. {@link
 *       dev.keyhole.spi.ModuleUnavailableException}, and any other exception, means that the module couldn't find out:
 *       the host denies, never caches it and never asks another module instead.
 *   <li><b>Calls may block and come from many threads at once.</b> They run on threads of the host, which bounds their
 *       number and their time, and interrupts a call that outlives its limit. A call must end when it is interrupted.
 *   <li><b>Closed means no.</b> What is closed lets nobody in and grants nothing, even to a call that began before.
 *   <li><b>Nothing is null</b>: no argument, no result, no element.
 * </ul>
 */
package dev.keyhole.spi;
