package dev.keyhole.benchmarks;

import dev.keyhole.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** 1,024 questions of 64 users about as many topics, shuffled: what a broker asks again and again. */
public final class Questions {

    public static final int COUNT = 1_024;
    public static final int USERS = 64;

    private final List<Question> all = new ArrayList<>();

    /**
     * One of them; its strings are its own, as a broker makes them from what it reads.
     *
     * @param user number of the user
     */
    public record Question(int user, String userName, Resource resource) {
        /** Name of the topic. */
        public String topic() {
            return resource.name();
        }
    }

    public Questions() {
        Random random = new Random(2);
        List<String> names = new Rules(COUNT)
                .topics().stream()
                        .map(topic -> topic.replaceAll("[^/a-z0-9]", ""))
                        .toList();
        for (int i = 0; i < COUNT; i++) {
            int user = random.nextInt(USERS);
            String topic = new String(names.get(random.nextInt(COUNT)).toCharArray());
            all.add(new Question(user, new String(userName(user).toCharArray()), Resource.topic(topic)));
        }
    }

    /** Name of a user. */
    public static String userName(int user) {
        return "user-" + user;
    }

    /** All of them, in the order they are asked. */
    public List<Question> all() {
        return all;
    }
}
