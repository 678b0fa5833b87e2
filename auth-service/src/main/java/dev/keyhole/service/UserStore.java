package dev.keyhole.service;

/** Where the users' passwords come from. Called concurrently, once for each logon. */
interface UserStore {

    /**
     * What a password given for this name has to be compared with. A name that isn't known gets a decoy, so that
     * refusing it costs the same.
     *
     * @throws StoreUnavailableException if it can't be found out now; nobody is let in then
     */
    StoredPassword find(String user);
}
