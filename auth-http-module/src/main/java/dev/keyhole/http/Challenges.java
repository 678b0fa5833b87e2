package dev.keyhole.http;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the {@code WWW-Authenticate} headers of an answer offer.
 *
 * @param strongest the strongest challenge of those that we can answer; of equals, the first
 * @param digest whether Digest is among the offers, be it in a form that we can't answer
 */
record Challenges(Optional<Challenge> strongest, boolean digest) {

    private static final String BASIC = "basic";
    private static final String DIGEST = "digest";

    static Challenges read(List<String> headers) {
        List<ChallengeParser.Offer> offers = headers.stream()
                .flatMap(header -> ChallengeParser.offers(header).stream())
                .toList();
        Optional<Challenge> strongest = offers.stream()
                .flatMap(Challenges::answerable)
                .reduce((best, next) -> next.strength() > best.strength() ? next : best);
        return new Challenges(
                strongest, offers.stream().anyMatch(offer -> offer.scheme().equals(DIGEST)));
    }

    private static Stream<Challenge> answerable(ChallengeParser.Offer offer) {
        return switch (offer.scheme()) {
            case BASIC -> Stream.of(new BasicChallenge());
            case DIGEST -> DigestChallenge.of(offer.parameters()).<Challenge>map(challenge -> challenge).stream();
            default -> Stream.empty();
        };
    }
}
