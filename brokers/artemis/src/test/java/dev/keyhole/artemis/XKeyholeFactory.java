package dev.keyhole.artemis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.qpid.jms.sasl.AbstractMechanism;
import org.apache.qpid.jms.sasl.Mechanism;
import org.apache.qpid.jms.sasl.MechanismFactory;

/**
 * The client's side of X-KEYHOLE, as the documentation says it is written. It answers each challenge with the challenge in
 * capitals. Found by the JMS client as a service.
 */
public final class XKeyholeFactory implements MechanismFactory {

    /** The challenges of all connections of this process. */
    static final List<String> CHALLENGES = new CopyOnWriteArrayList<>();

    @Override
    public Mechanism createMechanism() {
        return new XKeyhole();
    }

    private static final class XKeyhole extends AbstractMechanism {

        @Override
        public int getPriority() {
            return PRIORITY.LOWEST.getValue();
        }

        @Override
        public String getName() {
            return "X-KEYHOLE";
        }

        @Override
        public byte[] getInitialResponse() {
            return ("\0" + getUsername() + "\0" + getPassword()).getBytes(UTF_8);
        }

        @Override
        public byte[] getChallengeResponse(byte[] challenge) {
            String question = new String(challenge, UTF_8);
            CHALLENGES.add(question);
            return question.toUpperCase(Locale.ROOT).getBytes(UTF_8);
        }

        @Override
        public boolean isApplicable(String username, String password, Principal localPrincipal) {
            return true;
        }

        /** Only where the client is told to use it. */
        @Override
        public boolean isEnabledByDefault() {
            return false;
        }
    }
}
