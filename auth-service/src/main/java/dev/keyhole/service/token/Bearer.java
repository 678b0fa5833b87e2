package dev.keyhole.service.token;

import java.time.Instant;

/**
 * Who a token of ours belongs to.
 *
 * @param login when its user last gave a password
 */
record Bearer(String user, Instant login) {}
