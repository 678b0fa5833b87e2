package dev.keyhole.service;

import dev.keyhole.spi.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Everything that can be administered, by path. */
final class AdministrationPaths {

    private static final Set<String> PAGE = Set.of("after", "limit");
    private static final Set<String> PAGE_BACKWARDS = Set.of("before", "limit");
    private static final Set<String> NONE = Set.of();

    private AdministrationPaths() {}

    /**
     * All of them.
     *
     * @param hashing of a user's new password
     * @param maxDocumentBytes larger documents are refused
     */
    static List<AdministrationRoute> all(BiFunction<String, Secret, NewPassword> hashing, int maxDocumentBytes) {
        UserResources users = new UserResources();
        GroupResources groups = new GroupResources();
        UserChanges userChanges = new UserChanges(hashing);
        GroupChanges groupChanges = new GroupChanges();
        List<AdministrationRoute> routes = new ArrayList<>();
        routes.add(new AdministrationRoute("GET", "/users", PAGE, users::list));
        routes.add(new AdministrationRoute("GET", "/users/{name}", NONE, users::get));
        routes.add(new AdministrationRoute("PUT", "/users/{name}", NONE, userChanges::put));
        routes.add(new AdministrationRoute("DELETE", "/users/{name}", NONE, userChanges::delete));
        addDocuments(routes, "/users/{name}/document", Owner.Kind.USER, maxDocumentBytes);
        routes.add(new AdministrationRoute("GET", "/groups", PAGE, groups::list));
        routes.add(new AdministrationRoute("GET", "/groups/{name}", NONE, groups::get));
        routes.add(new AdministrationRoute("GET", "/groups/{name}/members", PAGE, groups::members));
        routes.add(new AdministrationRoute("PUT", "/groups/{name}", NONE, groupChanges::put));
        routes.add(new AdministrationRoute("DELETE", "/groups/{name}", NONE, groupChanges::delete));
        addDocuments(routes, "/groups/{name}/document", Owner.Kind.GROUP, maxDocumentBytes);
        routes.add(new AdministrationRoute("GET", "/audit", PAGE_BACKWARDS, new AuditResources()::list));
        return routes;
    }

    private static void addDocuments(List<AdministrationRoute> routes, String path, Owner.Kind kind, int maxBytes) {
        DocumentResources documents = new DocumentResources(kind);
        DocumentChanges changes = new DocumentChanges(kind, maxBytes);
        routes.add(new AdministrationRoute("GET", path, NONE, documents::get));
        routes.add(new AdministrationRoute("PUT", path, NONE, changes::put));
        routes.add(new AdministrationRoute("DELETE", path, NONE, changes::delete));
        routes.add(new AdministrationRoute("GET", path + "/versions", PAGE_BACKWARDS, documents::versions));
        routes.add(new AdministrationRoute("GET", path + "/versions/{version}", NONE, documents::version));
    }
}
