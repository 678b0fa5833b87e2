package dev.keyhole.artemis.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keyhole.artemis.DropInProvider;
import dev.keyhole.cache.CachedEntitlement;
import dev.keyhole.host.Host;
import dev.keyhole.spi.Secret;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is configured with Keyhole's security manager and plugin, and Keyhole in a class loader of its own. */
class PluginTest {

    @TempDir
    private Path folder;

    private Path configurationFile;

    @BeforeEach
    void install() throws Exception {
        Path lib = Files.createDirectories(folder.resolve("keyhole/lib"));
        int number = 0;
        for (Class<?> type : List.of(
                DropInProvider.class,
                Host.class,
                Secret.class,
                CachedEntitlement.class,
                Caffeine.class,
                Class.forName("dev.keyhole.simple.SimpleAccessProvider"))) {
            Path source = Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path jar = lib.resolve(++number + ".jar");
            if (Files.isDirectory(source)) {
                pack(source, jar);
            } else {
                Files.copy(source, jar);
            }
        }
        configurationFile = Files.writeString(folder.resolve("keyhole.xml"), """
                <AMPSConfig>
                  <Keyhole><EventLoopWait>5m</EventLoopWait></Keyhole>
                  <Authentication><Module>amps-default-no-authentication-module</Module></Authentication>
                  <Entitlement><Module>amps-default-no-entitlement-module</Module></Entitlement>
                  <Transports>
                    <Transport>
                      <Name>open</Name>
                      <Authentication><Module>amps-default-authentication-module</Module></Authentication>
                      <Entitlement><Module>amps-default-entitlement-module</Module></Entitlement>
                    </Transport>
                    <Transport><Name>shut</Name></Transport>
                  </Transports>
                  <Modules>
                    <Module><Name>viewers</Name><Library>keyhole-simple-access</Library></Module>
                  </Modules>
                  <Admin>
                    <Authentication>
                      <Module>amps-default-authentication-module</Module>
                      <Options><AllowSpoofing>true</AllowSpoofing><RequireUsername>true</RequireUsername></Options>
                    </Authentication>
                    <Entitlement>
                      <Module>viewers</Module>
                      <Options><AllowedTopics>^/artemis/roles/view$</AllowedTopics></Options>
                    </Entitlement>
                  </Admin>
                </AMPSConfig>
                """);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
    }

    private ActiveMQSecurityManager keyhole() {
        return new KeyholeSecurity()
                .init(Map.of(
                        "home", folder.resolve("keyhole").toString(), "configuration", configurationFile.toString()));
    }

    private static Configuration broker() throws Exception {
        return new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setAuthenticationCacheSize(0)
                .setAuthorizationCacheSize(0)
                .addAcceptorConfiguration("open", "tcp://127.0.0.1:0?protocols=CORE,AMQP")
                .addAcceptorConfiguration("shut", "tcp://127.0.0.1:0?protocols=CORE,AMQP")
                .addAcceptorConfiguration("unknown", "tcp://127.0.0.1:0?protocols=CORE,AMQP");
    }

    /** The exception that keeps the broker from starting; null if it starts. */
    private static Exception start(ActiveMQServer server) throws Exception {
        AtomicReference<Exception> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        server.start();
        return failure.get();
    }

    private static int port(ActiveMQServer server, String acceptor) {
        return ((NettyAcceptor) server.getRemotingService().getAcceptor(acceptor)).getActualPort();
    }

    private static void logOnOverCore(int port) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("falken", "joshua", false, true, true, false, 0)) {
            assertThat(session.isClosed()).isFalse();
        }
    }

    @Test
    void opensTransportsByTheNamesOfAcceptors() throws Exception {
        Configuration configuration = broker();
        configuration.registerBrokerPlugin(new KeyholePlugin());
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, keyhole());
        try {
            assertThat(start(server)).isNull();
            logOnOverCore(port(server, "open"));
            new JmsConnectionFactory("amqp://127.0.0.1:" + port(server, "open"))
                    .createConnection("falken", "joshua")
                    .close();
            assertThatThrownBy(() -> logOnOverCore(port(server, "shut"))).isInstanceOf(ActiveMQSecurityException.class);
            try (Socket nobody = new Socket("127.0.0.1", port(server, "unknown"))) {
                nobody.setSoTimeout(30_000);
                nobody.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
                assertThat(nobody.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void guardsABrokerThatStopsAndStartsAgain() throws Exception {
        Configuration configuration = broker();
        configuration.registerBrokerPlugin(new KeyholePlugin());
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, keyhole());
        try {
            assertThat(start(server)).isNull();
            List<ActiveMQServerBasePlugin> plugins = List.copyOf(configuration.getBrokerPlugins());
            server.stop();
            assertThat(start(server)).isNull();

            logOnOverCore(port(server, "open"));
            assertThatThrownBy(() -> logOnOverCore(port(server, "shut"))).isInstanceOf(ActiveMQSecurityException.class);
            assertThat(configuration.getBrokerPlugins()).hasSameSizeAs(plugins);
        } finally {
            server.stop();
        }
    }

    @Test
    void isToldOfMessagesOnlyForTheSakeOfPatterns() throws Exception {
        Configuration configuration = broker();
        configuration.registerBrokerPlugin(new KeyholePlugin());
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, keyhole());
        try {
            assertThat(start(server)).isNull();
            try (Connection connected = new JmsConnectionFactory("amqp://127.0.0.1:" + port(server, "open"))
                    .createConnection("falken", "joshua")) {
                Session session = connected.createSession();
                session.createConsumer(session.createTopic("desk.fx")).close();
                assertThat(configuration.getBrokerMessagePlugins()).isEmpty();

                session.createConsumer(session.createTopic("desk.#")).close();
                session.createConsumer(session.createTopic("*.fx")).close();
                assertThat(configuration.getBrokerMessagePlugins()).hasSize(1);
            }
            server.stop();
            assertThat(start(server)).isNull();
            assertThat(configuration.getBrokerMessagePlugins()).isEmpty();
        } finally {
            server.stop();
        }
    }

    private static Object operate(String operation, String... arguments) throws Exception {
        String[] types = new String[arguments.length];
        Arrays.fill(types, String.class.getName());
        return ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName("dev.keyhole:type=Keyhole"), operation, arguments, types);
    }

    @Test
    void obeysOperatorsWhileTheBrokerRuns() throws Exception {
        Configuration configuration = broker();
        configuration.registerBrokerPlugin(new KeyholePlugin());
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, keyhole());
        try {
            assertThat(start(server)).isNull();
            assertThatThrownBy(() -> logOnOverCore(port(server, "shut"))).isInstanceOf(ActiveMQSecurityException.class);
            String before = Files.readString(configurationFile);

            Files.writeString(
                    configurationFile, before.replace("amps-default-no-authentication-module", "nobody-knows"));
            assertThatThrownBy(() -> operate("reload"))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class)
                    .hasStackTraceContaining("there is no module named 'nobody-knows'");
            logOnOverCore(port(server, "open"));

            try (Connection connected = new JmsConnectionFactory("amqp://127.0.0.1:" + port(server, "open"))
                    .createConnection("falken", "joshua")) {
                CountDownLatch gone = new CountDownLatch(2);
                connected.setExceptionListener(e -> gone.countDown());
                connected.start();
                assertThat(operate("reset", "open", "mckittrick"))
                        .isEqualTo("reset transport open, user mckittrick; ended 0 connections of 0 users");
                assertThat(gone.getCount()).isEqualTo(2);
                assertThat(operate("reset", "open", ""))
                        .isEqualTo("reset transport open; ended 1 connection of 1 user");
                gone.countDown();
                assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            }
            assertThatThrownBy(() -> operate("reset", "opne", ""))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);

            Files.writeString(
                    configurationFile,
                    before.replace("amps-default-no-authentication-module", "amps-default-authentication-module")
                            .replace("amps-default-no-entitlement-module", "amps-default-entitlement-module"));
            assertThat(operate("reload")).isEqualTo("reloaded, with transports [open, shut]; changed: [shut]");
            logOnOverCore(port(server, "shut"));
            assertThat(operate("metrics")).asString().contains("keyhole_logons_total{", "transport=\"shut\"");

            Files.writeString(configurationFile, before.replace("<Name>shut</Name>", "<Name>unknown</Name>"));
            assertThat(operate("reload"))
                    .isEqualTo("reloaded, with transports [open, unknown]; new: [unknown]; gone: [shut]");
        } finally {
            server.stop();
        }
    }

    @Test
    void disconnectsNobodyButClientsOfTransportsThatAReloadChanges() throws Exception {
        Configuration configuration = broker();
        configuration.registerBrokerPlugin(new KeyholePlugin());
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, keyhole());
        try {
            assertThat(start(server)).isNull();
            String before = Files.readString(configurationFile);
            try (Connection connected = new JmsConnectionFactory("amqp://127.0.0.1:" + port(server, "open"))
                    .createConnection("falken", "joshua")) {
                CountDownLatch gone = new CountDownLatch(1);
                connected.setExceptionListener(e -> gone.countDown());
                connected.start();

                String shutOpened = before.replace(
                                "amps-default-no-authentication-module", "amps-default-authentication-module")
                        .replace("amps-default-no-entitlement-module", "amps-default-entitlement-module");
                Files.writeString(configurationFile, "<!-- moves every line -->\n" + shutOpened);
                assertThat(operate("reload")).asString().contains("changed: [shut]");
                logOnOverCore(port(server, "shut"));
                Session session = connected.createSession();
                session.createProducer(session.createTopic("desk.fx")).send(session.createTextMessage("1.07"));
                assertThat(gone.getCount()).isEqualTo(1);

                // Who stayed is reset all the same, by the host that let it in.
                assertThat(operate("reset", "open", "")).asString().contains("transport open");
                assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            }
            try (Connection connected = new JmsConnectionFactory("amqp://127.0.0.1:" + port(server, "open"))
                    .createConnection("falken", "joshua")) {
                CountDownLatch gone = new CountDownLatch(1);
                connected.setExceptionListener(e -> gone.countDown());
                connected.start();
                Files.writeString(
                        configurationFile, before.replace("<Name>open</Name>", "<Name>open</Name><Type>x</Type>"));
                assertThat(operate("reload")).asString().contains("open");
                assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            server.stop();
        }
    }

    @Test
    void letsNobodyInWithoutThePlugin() throws Exception {
        ActiveMQServer server = new ActiveMQServerImpl(broker(), null, keyhole());
        try {
            assertThat(start(server)).isNull();
            assertThatThrownBy(() -> logOnOverCore(port(server, "open"))).isInstanceOf(ActiveMQSecurityException.class);
            assertThatThrownBy(() -> new JmsConnectionFactory("amqp://127.0.0.1:" + port(server, "open"))
                            .createConnection("falken", "joshua")
                            .start())
                    .isInstanceOf(jakarta.jms.JMSException.class);
        } finally {
            server.stop();
        }
    }

    @Test
    void keepsTheBrokerFromStartingIfThereIsAWayAround() throws Exception {
        Configuration configuration = broker().setAuthenticationCacheSize(1_000).setAuthorizationCacheSize(1_000);
        configuration.registerBrokerPlugin(new KeyholePlugin());
        ActiveMQServer server = new ActiveMQServerImpl(configuration, null, keyhole());
        try {
            assertThat(start(server))
                    .hasStackTraceContaining("<authentication-cache-size> must be 0")
                    .hasStackTraceContaining("<authorization-cache-size> must be 0");
            assertThat(server.isActive()).isFalse();
        } finally {
            server.stop();
        }
    }

    @Test
    void keepsTheBrokerFromStartingIfNobodyWouldAskIt() throws Exception {
        Configuration configuration = broker();
        configuration.registerBrokerPlugin(new KeyholePlugin());
        ActiveMQServer server = new ActiveMQServerImpl(configuration);
        try {
            assertThat(start(server)).hasStackTraceContaining("nobody would ask Keyhole");
            assertThat(server.isActive()).isFalse();
        } finally {
            server.stop();
        }
    }

    @Test
    void saysEverythingThatIsWrongWithTheConfiguration() throws Exception {
        Files.writeString(configurationFile, """
                <AMPSConfig>
                  <Authentication><Module>nobody-knows</Module></Authentication>
                  <Transports><Transport><Name>open</Name></Transport></Transports>
                </AMPSConfig>
                """);
        assertThatThrownBy(this::keyhole)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is no module named 'nobody-knows'")
                .hasMessageContaining("transport 'open' has no Entitlement");
    }

    @Test
    void doesNotStartWithoutItsConfigurationOrItsJars() throws Exception {
        Files.delete(configurationFile);
        assertThatThrownBy(this::keyhole).hasMessageContaining("keyhole.xml");
        Map<String, String> nowhere = Map.of("home", folder.resolve("nowhere").toString());
        assertThatThrownBy(() -> new KeyholeSecurity().init(nowhere)).hasMessageContaining("unpack");
        Files.createDirectories(folder.resolve("nowhere/lib"));
        assertThatThrownBy(() -> new KeyholeSecurity().init(nowhere)).hasMessageContaining("there are no jars");
        assertThatThrownBy(() -> new KeyholeSecurity().init(Map.of("configurtion", "x")))
                .hasMessageContaining("[configurtion] isn't a property");
    }

    /** The principals of somebody who logs on to the web console, or by JMX. */
    private static Set<Principal> logOnToConsole(String user, String roles) throws LoginException {
        Subject subject = new Subject();
        KeyholeLoginModule module = new KeyholeLoginModule();
        CallbackHandler console = callbacks -> {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(user);
                } else if (callback instanceof PasswordCallback password) {
                    password.setPassword("joshua".toCharArray());
                }
            }
        };
        module.initialize(subject, console, Map.of(), Map.of("roles", roles));
        assertThat(module.login()).isTrue();
        assertThat(module.commit()).isTrue();
        Set<Principal> principals = Set.copyOf(subject.getPrincipals());
        assertThat(module.logout()).isTrue();
        assertThat(subject.getPrincipals()).isEmpty();
        return principals;
    }

    @Test
    void givesThoseWhoUseTheConsoleTheRolesThatAreGranted() throws Exception {
        keyhole();
        assertThat(logOnToConsole("falken", "amq, view"))
                .containsExactlyInAnyOrder(new UserPrincipal("falken"), new RolePrincipal("view"));
        assertThatThrownBy(() -> logOnToConsole("falken", "amq")).isInstanceOf(FailedLoginException.class);
        assertThatThrownBy(() -> logOnToConsole("", "view")).isInstanceOf(FailedLoginException.class);
    }

    @Test
    void letsNobodyUseTheConsoleUnlessTheConfigurationSaysWho() throws Exception {
        String text = Files.readString(configurationFile);
        int begin = text.indexOf("<Admin>");
        int end = text.indexOf("</Admin>") + "</Admin>".length();
        Files.writeString(configurationFile, text.substring(0, begin) + text.substring(end));
        keyhole();
        assertThatThrownBy(() -> logOnToConsole("falken", "view")).isInstanceOf(FailedLoginException.class);
    }

    @Test
    void letsNobodyInBeforeItIsStarted() {
        KeyholeSecurity security = new KeyholeSecurity();
        assertThat(security.authenticate("falken", "joshua", null, null)).isNull();
        assertThat(security.validateUser("falken", "joshua")).isFalse();
    }
}
