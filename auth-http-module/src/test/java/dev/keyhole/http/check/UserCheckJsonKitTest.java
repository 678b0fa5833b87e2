package dev.keyhole.http.check;

import java.io.IOException;

class UserCheckJsonKitTest extends UserCheckKit {

    UserCheckJsonKitTest() throws IOException {
        super("POST", "JSON");
    }
}
