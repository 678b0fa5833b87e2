/**
 * The entitlement cache: what one registration of a module has decided, kept until a reset or for as long as each answer
 * says.
 *
 * <p>{@link dev.keyhole.cache.CachedEntitlement} is wrapped round an entitlement context. Each connection takes a {@link
 * dev.keyhole.cache.Seat} in it, by which it finds answers and asks for new ones.
 */
package dev.keyhole.cache;
