package dev.keyhole.http;

import static dev.keyhole.http.ContractRow.service;

import dev.keyhole.spi.ConnectionInfo;
import dev.keyhole.spi.ConnectionKind;
import dev.keyhole.spi.LogonRequest;
import dev.keyhole.spi.Permission;
import dev.keyhole.spi.Resource;
import dev.keyhole.spi.Secret;
import java.util.stream.Stream;

/** Rows of the contract about permissions documents. */
final class DocumentRows {

    private DocumentRows() {}

    static Stream<ContractRow> all() {
        return Stream.of(fields(), entries(), unusable()).flatMap(rows -> rows);
    }

    /** A user with this document logs on. */
    private static ContractRow document(String json, String outcome) {
        PasswordService service = new PasswordService();
        service.anyDocument = json;
        return service("the document " + json, service).logon(outcome).sendsBoth("/falken", "falken", "joshua");
    }

    private static ContractRow accepted(String json) {
        return document(json, "accepted as falken");
    }

    private static ContractRow replication(String json, String outcome) {
        PasswordService service = new PasswordService();
        service.anyDocument = json;
        return service("for replication, the document " + json, service)
                .logon(
                        ConnectionInfo.builder("c", "mqtt")
                                .kind(ConnectionKind.REPLICATION)
                                .build(),
                        LogonRequest.explicit("falken", Secret.of("joshua")),
                        outcome)
                .sendsBoth("/falken", "falken", "joshua");
    }

    private static ContractRow logon(ContractRow row, String decision) {
        return row.check("falken", Permission.LOGON, Resource.logon(), decision);
    }

    private static ContractRow replicationLogon(ContractRow row, String decision) {
        return row.check("falken", Permission.LOGON, Resource.replicationLogon(), decision);
    }

    private static ContractRow replicate(ContractRow row, String topic, String decision) {
        return row.check("falken", Permission.REPLICATE, Resource.topic(topic), decision);
    }

    private static Stream<ContractRow> fields() {
        String forbidden = "rejected NOT_PERMITTED: the user's document forbids the logon of this kind of connection";
        return Stream.of(
                accepted("{}").read("a", "denied").check("falken", Permission.READ, Resource.admin("/x"), "denied"),
                accepted("{\"unknown\": {\"a\": [1]}, \"logon\": true}"),
                logon(accepted("{\"logon\": true}"), "granted"),
                logon(accepted("{\"replication-logon\": false}"), "denied"),
                document("{\"logon\": false}", forbidden),
                replicationLogon(replication("{\"replication-logon\": true}", "accepted as falken"), "granted"),
                replicationLogon(replication("{\"logon\": false}", "accepted as falken"), "denied"),
                replication("{\"replication-logon\": false}", forbidden),
                accepted("{\"topic\": [{\"topic\": \"a\", \"read\": true}]}")
                        .read("a", "granted")
                        .write("a", "denied")
                        .read("b", "denied")
                        .check("falken", Permission.READ, Resource.admin("a"), "denied"),
                accepted("{\"admin\": [{\"topic\": \"^/amps/administrator\", \"read\": false},"
                                + " {\"topic\": \".*\", \"read\": true}]}")
                        .check("falken", Permission.READ, Resource.admin("/amps/instance"), "granted")
                        .check("falken", Permission.WRITE, Resource.admin("/amps/instance"), "denied")
                        .check("falken", Permission.READ, Resource.admin("/amps/administrator/x"), "denied")
                        .read("/amps/instance", "denied"),
                replicate(
                        replicate(
                                replicate(accepted("{\"replicated-topics\": [\"a\", \"^/desk/\"]}"), "a", "granted"),
                                "/desk/x",
                                "granted"),
                        "b",
                        "denied"),
                replicate(accepted("{\"topic\": [{\"topic\": \"a\", \"write\": true}]}"), "a", "denied"),
                document(
                                "{\"user_name\": \"stephen\", \"topic\": [{\"topic\": \"a\", \"read\": true}]}",
                                "accepted as stephen")
                        .read("a", "denied")
                        .check("stephen", Permission.READ, Resource.topic("a"), "granted"));
    }

    private static Stream<ContractRow> entries() {
        return Stream.of(
                accepted("{\"topic\": [{\"topic\": \"/desk/fx/spot\", \"read\": \"/region = 'EU'\", \"write\": false},"
                                + " {\"topic\": \"^/desk/\", \"read\": true, \"write\": true}]}")
                        .read("/desk/fx/spot", "granted if /region = 'EU'")
                        .write("/desk/fx/spot", "denied")
                        .write("/desk/fx/spot/x", "granted")
                        .read("/other/desk/", "denied"),
                accepted("{\"topic\": [{\"topic\": \"desk\", \"read\": true}]}")
                        .read("desk", "granted")
                        .read("/desk", "denied"),
                accepted("{\"topic\": [{\"topic\": \"des[k]\", \"read\": true}]}")
                        .read("/desk/x", "granted"),
                accepted("{\"topic\": [{\"topic\": \"a\", \"read\": true, \"select\": \"-/,+/id\"}]}")
                        .read("a", "granted select -/,+/id"),
                accepted("{\"topic\": [{\"topic\": \"a\", \"write\": \"/x > 1\"}]}")
                        .write("a", "granted if /x > 1")
                        .read("a", "denied"),
                accepted("{\"topic\": [{\"topic\": \"a\"}, {\"topic\": \"a\", \"read\": true}]}")
                        .read("a", "denied"));
    }

    private static Stream<ContractRow> unusable() {
        return Stream.of(
                        "",
                        "<!DOCTYPE html><html>log in</html>",
                        "[]",
                        "null",
                        "{\"logon\": 1}",
                        "{\"replication-logon\": \"true\"}",
                        "{\"topic\": {}}",
                        "{\"admin\": \"x\"}",
                        "{\"replicated-topics\": [1]}",
                        "{\"user_name\": 1}",
                        "{\"user_name\": \"\"}",
                        "{\"user_name\": \"a\\u0000b\"}",
                        "{\"topic\": [{\"read\": true}]}",
                        "{\"topic\": [{\"topic\": \"a\", \"read\": 1}]}",
                        "{\"topic\": [{\"topic\": \"a\", \"write\": null}]}",
                        "{\"topic\": [{\"topic\": \"a\", \"select\": true}]}",
                        "{\"topic\": [{\"topic\": \"(\", \"read\": true}]}",
                        "{\"logon\": true, \"logon\": true}")
                .map(json -> document(json, "unavailable: the document can't be used: ...")
                        .read("a", "denied"));
    }
}
