package dev.keyhole.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.keyhole.service.Administration.Actor;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that is administered, over any store. In it are {@code root}, a superadmin; {@code desk-chief}, who
 * administers what begins with {@code desk-}; and {@code falken}, who administers nothing.
 */
abstract class AdministrationContract {

    static final String SUPER =
            "{'logon':false,'admin':[{'topic':'^/administration/','read':true,'write':true}]}".replace('\'', '"');

    static final String CHIEF = ("{'logon':true,'topic':[{'topic':'^/desk/secret/','read':false},"
                    + "{'topic':'^/desk/','read':true,'write':true}],"
                    + "'admin':[{'topic':'^/administration/(users|groups)$','read':true},"
                    + "{'topic':'^/administration/users/desk-','read':true,'write':true},"
                    + "{'topic':'^/administration/groups/desk-','read':true,'write':true}]}")
            .replace('\'', '"');

    static final String PLAIN = "{\"logon\":true,\"topic\":[{\"topic\":\"/desk/fx\",\"read\":true}]}";

    private static final Actor SETUP = Actor.local("setup");

    @TempDir
    Path folder;

    private Ledger ledger;
    private PermissionsService service;

    /** A store with nobody in it. Called once for each test, before the others. */
    abstract void prepare() throws Exception;

    /** Another way to change the store than the service's own. */
    abstract Ledger openLedger();

    abstract PermissionsServiceBuilder builder();

    /** Frees what {@link #prepare} has made. */
    void release() throws Exception {}

    @BeforeEach
    void startService() throws Exception {
        prepare();
        ledger = openLedger();
        user("root", SUPER);
        user("desk-chief", CHIEF);
        user("falken", PLAIN);
        service = configure(builder().port(0).brake(Running.UNBRAKED).administration(true))
                .start();
    }

    PermissionsServiceBuilder configure(PermissionsServiceBuilder builder) throws Exception {
        return builder;
    }

    @AfterEach
    void stopService() throws Exception {
        if (service != null) {
            service.close();
        }
        if (ledger != null) {
            ledger.close();
        }
        release();
    }

    /** Puts a user into the store, past the service. The password is the name. */
    final void user(String name, String document, String... groups) {
        String hash = BCrypt.withDefaults().hashToString(Running.COST, name.toCharArray());
        ledger.change(transaction -> {
            transaction.users().put(new UserRecord(name, hash, true, List.of(groups)));
            if (!document.isEmpty()) {
                transaction.documents().add(Owner.user(name), Optional.of(document.getBytes(UTF_8)), SETUP);
            }
            return true;
        });
    }

    final void group(String name, String document) {
        ledger.change(transaction -> {
            transaction.groups().add(name);
            return transaction.documents().add(Owner.group(name), Optional.of(document.getBytes(UTF_8)), SETUP);
        });
    }

    /** Gives somebody a document, whether there is such a user or not. */
    final void document(Owner owner, String document) {
        ledger.change(transaction -> transaction.documents().add(owner, Optional.of(document.getBytes(UTF_8)), SETUP));
    }

    final URI uri() {
        return service.uri();
    }

    final HttpRequest.Builder request(String path, String user) {
        return HttpRequest.newBuilder(URI.create(service.uri() + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", Running.basic(user, user));
    }

    final HttpResponse<String> get(String path, String user) {
        return Running.send(request("/administration" + path, user));
    }

    /** Reads what is there and its tag, and replaces it; if nothing is there, makes it. */
    final HttpResponse<String> put(String path, String user, String json) {
        Optional<String> tag = get(path, "root").headers().firstValue("ETag");
        return put(path, user, json, tag.isPresent() ? "If-Match" : "If-None-Match", tag.orElse("*"));
    }

    final HttpResponse<String> put(String path, String user, String json, String header, String value) {
        return Running.send(request("/administration" + path, user)
                .header("Content-Type", "application/json")
                .header(header, value)
                .PUT(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    final HttpResponse<String> delete(String path, String user) {
        String tag = get(path, "root").headers().firstValue("ETag").orElse("\"nothing\"");
        return Running.send(
                request("/administration" + path, user).header("If-Match", tag).DELETE());
    }

    static Map<String, Object> json(HttpResponse<String> answer) {
        return Json.readObject(answer.body().getBytes(UTF_8));
    }

    static String error(HttpResponse<String> answer) {
        return String.valueOf(json(answer).get("error"));
    }
}
