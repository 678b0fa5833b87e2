package dev.keyhole.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ways to get more than one holds, none of which leads anywhere. */
abstract class EscalationTests extends AdministrationTests {

    private static final String MORE = "{'topic':[{'topic':'.*','read':true}]}";

    private void refused(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(error(answer)).contains(why);
    }

    @Test
    void nobodyGrantsMoreThanTheyHold() {
        user("desk-anna", "");
        HttpResponse<String> answer = put("/users/desk-anna/document", "desk-chief", MORE);
        refused(answer, "more than you hold");
        assertThat(json(answer)).containsEntry("pointer", "/topic/0");
        refused(put("/users/desk-anna/document", "desk-chief", SUPER), "more than you hold");
        refused(put("/users/desk-anna/document", "desk-chief", "{'replication-logon':true}"), "more than you hold");
        refused(
                put("/users/desk-anna/document", "desk-chief", "{'topic':[{'topic':'^/desk/','read':true}]}"),
                "/topic/0 of what is held denies");
        assertThat(put("/users/desk-anna/document", "desk-chief", CHIEF).statusCode())
                .isEqualTo(201);
        assertThat(put("/users/desk-anna/document", "root", MORE).statusCode()).isEqualTo(200);
    }

    @Test
    void nobodyWidensTheirOwnDocument() {
        refused(put("/users/desk-chief/document", "desk-chief", SUPER), "more than you hold");
        refused(
                put("/users/desk-chief/document", "desk-chief", CHIEF.replace("users/desk-", "users/")),
                "more than you hold");
        assertThat(put("/users/desk-chief/document", "desk-chief", PLAIN).statusCode())
                .as("less is fine")
                .isEqualTo(200);
        assertThat(put("/users/desk-chief/document", "desk-chief", CHIEF).statusCode())
                .as("and there is no way back")
                .isEqualTo(403);
    }

    @Test
    void whoHoldsMoreIsLeftAlone() {
        user("desk-root", SUPER);
        user("desk-wide", MORE.replace('\'', '"'));
        for (String name : List.of("desk-root", "desk-wide")) {
            refused(
                    put("/users/" + name, "desk-chief", "{'password':'mine','enabled':true,'groups':[]}"),
                    "holds more than you do");
            refused(put("/users/" + name, "desk-chief", "{'enabled':false,'groups':[]}"), "holds more");
            refused(put("/users/" + name + "/document", "desk-chief", PLAIN), "holds more");
            refused(delete("/users/" + name + "/document", "desk-chief"), "holds more");
            refused(delete("/users/" + name, "desk-chief"), "holds more");
        }
        document(Owner.user("desk-wide"), "{\"broken\"");
        refused(put("/users/desk-wide/document", "desk-chief", PLAIN), "can't be read");
        assertThat(put("/users/desk-wide/document", "root", PLAIN).statusCode()).isEqualTo(200);
    }

    @Test
    void groupsLeadToNothingMore() {
        group("desk-high", SUPER);
        group("high", PLAIN);
        user("desk-anna", "");
        refused(
                put("/users/desk-anna", "desk-chief", "{'enabled':true,'groups':['desk-high']}"),
                "group desk-high holds more");
        refused(
                put("/users/desk-new", "desk-chief", "{'password':'x','groups':['desk-low','desk-high']}"),
                "group desk-high holds more");
        refused(put("/users/desk-anna", "desk-chief", "{'enabled':true,'groups':['high']}"), "doesn't grant this");
        refused(put("/groups/desk-high/document", "desk-chief", PLAIN), "holds more");
        refused(delete("/groups/desk-high/document", "desk-chief"), "holds more");
        refused(delete("/groups/desk-high", "desk-chief"), "holds more");
        put("/groups/desk-low", "desk-chief", "{}");
        refused(put("/groups/desk-low/document", "desk-chief", MORE), "more than you hold");
        assertThat(get("/users/desk-new", "root").statusCode()).isEqualTo(404);
    }

    @Test
    void nothingComesToLightThatWasHidden() {
        group("desk-high", SUPER);
        user("desk-hidden", PLAIN, "desk-high");
        refused(delete("/users/desk-hidden/document", "desk-chief"), "group desk-high holds more");
        refused(
                put("/users/desk-hidden", "desk-chief", "{'password':'x','enabled':true,'groups':['desk-high']}"),
                "group desk-high holds more");
        document(Owner.user("desk-ghost"), SUPER);
        refused(put("/users/desk-ghost", "desk-chief", "{'password':'x'}"), "holds more");
        assertThat(get("/users/desk-ghost", "root").statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyTakesAnothersName() {
        user("desk-anna", "");
        refused(
                put("/users/desk-anna/document", "desk-chief", "{'logon':true,'user_name':'root'}"),
                "under another name");
        assertThat(put("/users/desk-anna/document", "desk-chief", "{'logon':true,'user_name':'desk-anna'}")
                        .statusCode())
                .isEqualTo(201);
        user("service", "{\"logon\":true,\"us\\u0065r_name\":\"desk-bound\"}");
        refused(put("/users/desk-bound", "desk-chief", "{'password':'x'}"), "binds this name");
        assertThat(put("/users/desk-bound", "root", "{'password':'x'}").statusCode())
                .isEqualTo(201);
    }

    @Test
    void thereAlwaysIsASuperadmin() {
        for (HttpResponse<String> answer : List.of(
                put("/users/root/document", "root", PLAIN),
                delete("/users/root/document", "root"),
                put("/users/root", "root", "{'enabled':false,'groups':[]}"),
                delete("/users/root", "root"))) {
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
            assertThat(error(answer)).contains("superadmin");
        }
        user("second", SUPER);
        assertThat(delete("/users/root", "second").statusCode()).isEqualTo(204);
        assertThat(get("/users", "root").statusCode()).isEqualTo(401);
    }

    @Test
    void whatAnAdministratorLosesCountsAtOnce() {
        user("desk-anna", "");
        assertThat(put("/users/desk-chief/document", "root", PLAIN).statusCode())
                .isEqualTo(200);
        refused(put("/users/desk-anna/document", "desk-chief", "{}"), "doesn't grant this");
        refused(get("/users", "desk-chief"), "doesn't grant this");
        assertThat(delete("/users/desk-chief", "root").statusCode()).isEqualTo(204);
        assertThat(get("/users", "desk-chief").statusCode()).isEqualTo(401);
    }
}
