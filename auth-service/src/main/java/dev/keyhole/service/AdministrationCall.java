package dev.keyhole.service;

import dev.keyhole.service.Administration.Actor;
import dev.keyhole.spi.Permission;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One request of an administrator.
 *
 * @param resource what it is about, as the entries of {@code admin} name it
 * @param parameters from the path, decoded
 * @param query what stands behind the question mark
 */
record AdministrationCall(
        Context context,
        Actor actor,
        String resource,
        Map<String, String> parameters,
        Map<String, String> query,
        Ledger ledger) {

    static final int MAX_PAGE = 1_000;
    private static final int USUAL_PAGE = 100;

    String parameter(String name) {
        return String.valueOf(parameters.get(name));
    }

    /** How many things a page of a list may have. */
    int limit() {
        long limit = number("limit", USUAL_PAGE);
        if (limit < 1 || limit > MAX_PAGE) {
            throw new Refusal(400, "'limit' is from 1 to " + MAX_PAGE);
        }
        return (int) limit;
    }

    String after() {
        return Optional.ofNullable(query.get("after")).orElse("");
    }

    long before() {
        return number("before", Long.MAX_VALUE);
    }

    private long number(String name, long usual) {
        Optional<String> text = Optional.ofNullable(query.get(name));
        if (text.filter(value -> !value.matches("[0-9]{1,18}")).isPresent()) {
            throw new Refusal(400, "'" + name + "' must be a number");
        }
        return text.map(Long::parseLong).orElse(usual);
    }

    /** Looks, for a caller who may look at what this is about. */
    <T> T read(Looking<T> work) {
        return ledger.read(transaction -> {
            Administrator caller = Administrator.find(transaction, actor.name());
            caller.demand(Permission.READ, resource);
            return work.on(transaction, caller);
        });
    }

    /** What an administrator looks at. */
    interface Looking<T> {
        T on(Transaction transaction, Administrator caller);
    }

    /** Changes something, for a caller who may change what this is about. */
    <T> T change(Looking<T> work) {
        Function<Transaction, T> guarded = transaction -> {
            Administrator caller = Administrator.find(transaction, actor.name());
            caller.demand(Permission.WRITE, resource);
            return work.on(transaction, caller);
        };
        return ledger.change(guarded);
    }

    /** Refuses who may not change what this is about, before anything expensive is done for them. */
    void demandWrite() {
        ledger.read(transaction -> {
            Administrator.find(transaction, actor.name()).demand(Permission.WRITE, resource);
            return true;
        });
    }

    /** The body, which must say that it is JSON: no page of another site can send that without being asked about it. */
    byte[] body(int maxBytes) {
        String type = Optional.ofNullable(context.req().getContentType()).orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refusal(415, "the body must be 'Content-Type: application/json'");
        }
        return RequestBody.read(context, maxBytes);
    }

    /** The object in the body, with none but these fields. */
    Map<String, Object> object(Set<String> fields) {
        Map<String, Object> object;
        try {
            object = Json.readObject(body(RequestBody.SMALL));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, "the body can't be used: " + e.getMessage());
        }
        for (String name : object.keySet()) {
            if (!fields.contains(name)) {
                throw new Refusal(422, "the body has a field that has no meaning here").with("field", name);
            }
        }
        return object;
    }

    List<String> headers(String name) {
        return Collections.list(context.req().getHeaders(name));
    }
}
