package dev.keyhole.http.check;

/** How a service is asked. */
enum RequestMethod {
    GET,
    POST,
    PUT
}
