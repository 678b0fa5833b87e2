package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reading and changing a store over HTTP. */
abstract class AdministrationTests extends AdministrationContract {

    private static final String NEW_USER = "{'password':'pencil'}";

    @Test
    void onlyWhoIsGrantedReadingReads() {
        assertThat(get("/users", "falken").statusCode()).isEqualTo(403);
        assertThat(get("/users", "nobody").statusCode()).isEqualTo(401);
        assertThat(Running.send(java.net.http.HttpRequest.newBuilder(uri().resolve("/administration/users")))
                        .statusCode())
                .isEqualTo(401);
        for (String path : List.of("/audit", "/users/falken", "/users/root/document", "/users/nobody")) {
            HttpResponse<String> refused = get(path, "desk-chief");
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(json(refused)).containsEntry("permission", "read");
            assertThat(json(refused)).containsEntry("resource", "/administration" + path);
        }
        assertThat(get("/users/desk-chief", "desk-chief").statusCode()).isEqualTo(200);
    }

    @Test
    void usersGroupsAndDocumentsAreRead() {
        group("desk-traders", PLAIN);
        user("desk-anna", "", "desk-traders", "others");

        HttpResponse<String> anna = get("/users/desk-anna", "root");
        assertThat(json(anna))
                .containsEntry("name", "desk-anna")
                .containsEntry("enabled", true)
                .containsEntry("groups", List.of("desk-traders", "others"))
                .containsEntry("document", Map.of("of", "group", "name", "desk-traders", "version", 1L));
        assertThat(anna.body()).doesNotContain("$2");
        assertThat(get("/users/desk-anna/document", "root").statusCode()).isEqualTo(404);
        HttpResponse<String> document = get("/groups/desk-traders/document", "root");
        assertThat(document.body()).isEqualTo(PLAIN);
        assertThat(document.headers().firstValue("ETag")).isPresent();
        assertThat(json(get("/groups/desk-traders/members", "root"))).containsEntry("members", List.of("desk-anna"));
        assertThat(json(get("/groups", "desk-chief"))).containsEntry("groups", List.of("desk-traders"));
        assertThat(get("/groups/nothing", "root").statusCode()).isEqualTo(404);
        assertThat(get("/users/nobody", "root").statusCode()).isEqualTo(404);
        assertThat(get("/nothing", "root").statusCode()).isEqualTo(404);
        assertThat(get("/users?limit=0", "root").statusCode()).isEqualTo(400);
        assertThat(get("/users?page=1", "root").statusCode()).isEqualTo(400);
    }

    @Test
    void listsComeInPagesAndShowWhatMayBeRead() {
        IntStream.range(0, 5).forEach(i -> user("desk-" + i, ""));

        assertThat(json(get("/users", "desk-chief")))
                .isEqualTo(Map.of("users", List.of("desk-0", "desk-1", "desk-2", "desk-3", "desk-4", "desk-chief")));
        Map<String, Object> first = json(get("/users?limit=4", "desk-chief"));
        assertThat(first).isEqualTo(Map.of("users", List.of("desk-0", "desk-1", "desk-2", "desk-3"), "next", "desk-3"));
        assertThat(json(get("/users?limit=4&after=desk-3", "desk-chief")))
                .isEqualTo(Map.of("users", List.of("desk-4", "desk-chief")));
    }

    @Test
    void aUserIsMadeChangedAndRemoved() {
        HttpResponse<String> made = put("/users/desk-new", "desk-chief", NEW_USER);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made)).containsEntry("enabled", true).containsEntry("groups", List.of());
        assertThat(Running.send(request("/permissions/desk-new", "desk-new")
                                .setHeader("Authorization", Running.basic("desk-new", "pencil")))
                        .statusCode())
                .as("logs on, and has no document yet")
                .isEqualTo(404);

        HttpResponse<String> disabled =
                put("/users/desk-new", "desk-chief", "{'enabled':false,'groups':['desk-g1','desk-g2']}");
        assertThat(disabled.statusCode()).as(disabled.body()).isEqualTo(200);
        assertThat(json(disabled))
                .containsEntry("enabled", false)
                .containsEntry("groups", List.of("desk-g1", "desk-g2"));
        assertThat(disabled.headers().firstValue("ETag"))
                .isEqualTo(get("/users/desk-new", "root").headers().firstValue("ETag"));
        assertThat(Running.send(request("/permissions/desk-new", "desk-new")
                                .setHeader("Authorization", Running.basic("desk-new", "pencil")))
                        .statusCode())
                .isEqualTo(401);

        assertThat(delete("/users/desk-new", "desk-chief").statusCode()).isEqualTo(204);
        assertThat(get("/users/desk-new", "root").statusCode()).isEqualTo(404);
        assertThat(audited("desk-new")).containsExactly("delete 0", "groups 0", "disable 0", "create 0");
    }

    private List<String> audited(String user) {
        return ((List<?>) json(get("/audit", "root")).get("entries"))
                .stream()
                        .map(Map.class::cast)
                        .filter(entry -> entry.get("target").equals("USER " + user))
                        .map(entry ->
                                entry.get("action") + " " + (entry.containsKey("version") ? entry.get("version") : 0))
                        .toList();
    }

    @Test
    void whoIsMadeAnewDoesntLogOnWithTheOldPassword() {
        put("/users/desk-new", "desk-chief", NEW_USER);
        assertThat(logonOfNewUser("pencil")).isEqualTo(404);
        delete("/users/desk-new", "desk-chief");
        put("/users/desk-new", "desk-chief", "{'password':'another'}");
        assertThat(logonOfNewUser("another")).isEqualTo(404);
        assertThat(logonOfNewUser("pencil")).as("remembered from before").isEqualTo(401);
    }

    @Test
    void whatStandsBehindTheQuestionMarkIsNamedIfItIsWrong() {
        assertThat(error(get("/users?limt=4", "root"))).isEqualTo("'limt' has no meaning here; there is after, limit");
        assertThat(error(get("/users/falken?limit=4", "root"))).isEqualTo("'limit' has no meaning here");
        assertThat(error(get("/users?limit=4&limit=5", "root"))).startsWith("'limit' is given twice");
    }

    @Test
    void aMethodThatIsntServedIsAnsweredWithThoseThatAre() {
        for (String method : List.of("PUT", "DELETE", "POST", "PATCH")) {
            HttpResponse<String> answer = Running.send(
                    request("/administration/users", "root").method(method, BodyPublishers.ofString("{}")));
            assertThat(answer.statusCode()).as(method).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).as(method).hasValue("GET, HEAD");
        }
    }

    private int logonOfNewUser(String password) {
        return Running.send(request("/permissions/desk-new", "desk-new")
                        .setHeader("Authorization", Running.basic("desk-new", password)))
                .statusCode();
    }

    @Test
    void onlyDocumentsMayBeLarge() throws IOException {
        user("desk-anna", "");
        String large = "{'x':'" + "y".repeat(500_000) + "'}";
        assertThat(put("/users/desk-anna/document", "desk-chief", large).statusCode())
                .isEqualTo(201);
        assertThat(put("/users/desk-anna", "desk-chief", large).statusCode()).isEqualTo(413);
        assertThat(raw("POST /acl HTTP/1.1\r\nHost: x\r\nContent-Length: 150000\r\n\r\n" + "y".repeat(150_000)))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void everyChangeSaysWhoAndWhen() {
        Instant before = Instant.now().minusSeconds(1);
        assertThat(put("/users/desk-new", "desk-chief", NEW_USER).statusCode()).isEqualTo(201);
        Map<?, ?> entry =
                (Map<?, ?>) ((List<?>) json(get("/audit?limit=1", "root")).get("entries")).get(0);
        assertThat(entry.get("who")).isEqualTo("desk-chief");
        assertThat(entry.get("address")).isEqualTo("127.0.0.1");
        assertThat(Instant.parse(String.valueOf(entry.get("at")))).isAfter(before);

        long id = (Long) entry.get("id");
        put("/users/desk-new", "desk-chief", "{'enabled':true,'groups':[]}");
        put("/users/desk-new/document", "falken", PLAIN);
        assertThat(((Map<?, ?>) ((List<?>) json(get("/audit?limit=1", "root")).get("entries")).get(0)).get("id"))
                .as("what changes nothing, and what is refused, isn't in it")
                .isEqualTo(id);
    }

    @Test
    void documentsHaveVersionsThatStay() {
        user("desk-anna", "");
        String first = "{'logon':true}".replace('\'', '"');
        HttpResponse<String> made = put("/users/desk-anna/document", "desk-chief", first);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made)).containsEntry("version", 1L).containsEntry("warnings", List.of());
        assertThat(put("/users/desk-anna/document", "root", PLAIN).statusCode()).isEqualTo(200);
        assertThat(Running.send(request("/permissions/desk-anna", "desk-anna")).body())
                .isEqualTo(PLAIN);
        assertThat(delete("/users/desk-anna/document", "desk-chief").statusCode())
                .isEqualTo(204);
        assertThat(Running.send(request("/permissions/desk-anna", "desk-anna")).statusCode())
                .isEqualTo(404);

        List<?> versions = (List<?>)
                json(get("/users/desk-anna/document/versions", "desk-chief")).get("versions");
        assertThat(versions.stream()
                        .map(Map.class::cast)
                        .map(version ->
                                version.get("version") + " " + version.get("by") + " " + version.get("deleted")))
                .containsExactly("3 desk-chief true", "2 root false", "1 desk-chief false");
        assertThat(get("/users/desk-anna/document/versions/1", "desk-chief").body())
                .isEqualTo(first);
        assertThat(get("/users/desk-anna/document/versions/3", "desk-chief").statusCode())
                .isEqualTo(404);
        assertThat(json(get("/users/desk-anna/document/versions?limit=1&before=3", "root"))
                        .get("next"))
                .isEqualTo(2L);
        assertThat(audited("desk-anna")).containsExactly("delete-document 3", "document 2", "document 1");
    }

    @Test
    void documentsAreLookedThroughFirst() throws IOException {
        user("desk-anna", "");
        HttpResponse<String> wrong =
                put("/users/desk-anna/document", "desk-chief", "{\n 'topic':[{'read':true},{'topic':'('}]}");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(json(wrong))
                .containsEntry("pointer", "/topic/0")
                .containsEntry("line", 2L)
                .containsKey("column");
        assertThat(error(wrong)).contains("no 'topic'");
        HttpResponse<String> odd = put("/users/desk-anna/document", "desk-chief", "{'logon':true,'topics':[]}");
        assertThat(odd.statusCode()).isEqualTo(201);
        Map<?, ?> warning = (Map<?, ?>) ((List<?>) json(odd).get("warnings")).get(0);
        assertThat(warning.get("pointer")).isEqualTo("/topics");
        assertThat(String.valueOf(warning.get("message"))).contains("did you mean 'topic'?");
        assertThat(put("/users/desk-nobody/document", "desk-chief", PLAIN).statusCode())
                .isEqualTo(404);
        assertThat(put("/groups/desk-nothing/document", "desk-chief", PLAIN).statusCode())
                .isEqualTo(404);
        assertThat(put("/users/desk-anna/document", "desk-chief", "{'x':'" + "y".repeat(1 << 20) + "'}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(raw("PUT /administration/users/desk-anna/document HTTP/1.1\r\nHost: x\r\nAuthorization: "
                        + Running.basic("desk-chief", "desk-chief")
                        + "\r\nContent-Type: application/json\r\nIf-Match: *\r\nContent-Length: 2097152\r\n\r\n"
                        + "y".repeat(2 << 20)))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void groupsAreMadeAndRemoved() {
        assertThat(put("/groups/desk-traders", "desk-chief", "{}").statusCode()).isEqualTo(201);
        assertThat(put("/groups/desk-traders/document", "desk-chief", PLAIN).statusCode())
                .isEqualTo(201);
        user("desk-anna", "", "desk-traders");
        assertThat(Running.send(request("/permissions/desk-anna", "desk-anna")).body())
                .isEqualTo(PLAIN);
        assertThat(delete("/groups/desk-traders", "desk-chief").statusCode()).isEqualTo(409);
        put("/users/desk-anna", "desk-chief", "{'enabled':true,'groups':[]}");
        assertThat(delete("/groups/desk-traders", "desk-chief").statusCode()).isEqualTo(204);
        assertThat(get("/groups/desk-traders", "root").statusCode()).isEqualTo(404);
        assertThat(get("/groups/desk-traders/document", "root").statusCode()).isEqualTo(404);
        assertThat(get("/groups/desk-traders/document/versions", "root").statusCode())
                .isEqualTo(200);
    }

    @Test
    void nothingIsOverwrittenThatSomebodyElseHasChanged() {
        user("desk-anna", PLAIN);
        String path = "/users/desk-anna/document";
        String tag = get(path, "root").headers().firstValue("ETag").orElseThrow();
        List<CompletableFuture<Integer>> answers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> put(path, "desk-chief", "{'logon':true,'n':" + i + "}", "If-Match", tag)
                                .statusCode()))
                .toList();
        List<Integer> statuses =
                answers.stream().map(CompletableFuture::join).sorted().toList();
        assertThat(statuses.get(0)).isEqualTo(200);
        assertThat(statuses.subList(1, 8)).containsOnly(412);
        assertThat(put(path, "desk-chief", PLAIN, "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(put("/users/desk-anna", "desk-chief", NEW_USER, "If-Match", "\"old\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(put("/users/desk-new", "desk-chief", NEW_USER, "If-Match", "*")
                        .statusCode())
                .isEqualTo(412);
        assertThat(Running.send(request("/administration" + path, "desk-chief")
                                .header("Content-Type", "application/json")
                                .PUT(BodyPublishers.ofString(PLAIN)))
                        .statusCode())
                .isEqualTo(428);
        assertThat(Running.send(request("/administration" + path, "desk-chief").DELETE())
                        .statusCode())
                .isEqualTo(428);
    }

    @Test
    void pagesOfOtherSitesAreKeptOut() {
        String path = "/administration/users/falken";
        for (String[] header : new String[][] {
            {"Origin", "https://evil.example"},
            {"Origin", "null"},
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"}
        }) {
            HttpResponse<String> answer = Running.send(request(path, "root").header(header[0], header[1]));
            assertThat(answer.statusCode()).as(header[1]).isEqualTo(403);
            assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        }
        assertThat(Running.send(request(path, "root")
                                .header("Origin", "http://" + uri().getAuthority())
                                .header("Sec-Fetch-Site", "same-origin"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Running.send(request(path, "root")
                                .header("If-Match", "*")
                                .header("Content-Type", "text/plain")
                                .PUT(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
        HttpResponse<String> preflight = Running.send(request(path, "root").method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
        assertThat(Running.send(request(path, "root").POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void bodiesThatSayAnythingElseAreRefused() {
        for (String body : List.of(
                "[]",
                "{",
                "{'password':'a','password':'b'}",
                "{'password':null}",
                "{} {}",
                "{'groups':" + "[".repeat(60))) {
            assertThat(put("/users/desk-new", "desk-chief", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        for (String body : List.of(
                "{}",
                "{'password':1}",
                "{'password':''}",
                "{'password':'" + "x".repeat(73) + "'}",
                "{'password':'a','enabled':'yes'}",
                "{'password':'a','groups':['desk-a','desk-a']}",
                "{'password':'a','groups':'desk-a'}",
                "{'password':'a','admin':true}")) {
            assertThat(put("/users/desk-new", "desk-chief", body).statusCode())
                    .as(body)
                    .isEqualTo(422);
        }
        assertThat(put("/users/desk-chief", "root", "{'password':'x'}").statusCode())
                .as("who changes a password says whether the user is enabled")
                .isEqualTo(422);
        assertThat(get("/users/desk-new", "root").statusCode()).isEqualTo(404);
    }

    @Test
    void namesThatLookLikeOthersOrMeanSomethingElseArentGiven() throws Exception {
        for (String name : List.of("desk-e%CC%81", "desk-a%3Ab", "desk-%20", "desk-%E2%80%8B", "desk-%C2%A0x")) {
            HttpResponse<String> answer = put("/users/" + name, "desk-chief", NEW_USER, "If-None-Match", "*");
            assertThat(answer.statusCode()).as(name).isEqualTo(422);
        }
        for (String path :
                List.of("/users/desk-x/../root", "/users/desk-x/%2e%2e/root", "/users//root", "/users/%ff")) {
            String answer = raw("PUT /administration" + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                    + "Authorization: " + Running.basic("desk-chief", "desk-chief")
                    + "\r\nIf-Match: *\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 (400|403|404) .*");
        }
        assertThat(put("/users/desk-a%2F..%2Froot", "desk-chief", NEW_USER, "If-None-Match", "*")
                        .statusCode())
                .as("is a name like others, and leads nowhere")
                .isEqualTo(201);
        assertThat(json(get("/users/desk-a%2F..%2Froot", "root"))).containsEntry("name", "desk-a/../root");
        assertThat(Running.send(request("/permissions/root", "root")).body()).isEqualTo(SUPER);
        assertThat(delete("/users/desk-a%2f..%2froot", "desk-chief").statusCode())
                .isEqualTo(204);
    }

    private String raw(String bytes) throws IOException {
        return Running.raw(uri(), bytes);
    }
}
