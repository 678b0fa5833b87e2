package dev.keyhole.http.check;

import java.io.IOException;

/** Passwords stand in the target of the request here, and still must come out nowhere. */
class UserCheckQueryKitTest extends UserCheckKit {

    UserCheckQueryKitTest() throws IOException {
        super("GET", "FORM");
    }
}
