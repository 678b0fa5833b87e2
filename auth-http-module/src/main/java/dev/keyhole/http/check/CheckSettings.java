package dev.keyhole.http.check;

import dev.keyhole.http.client.ClientOptions;
import dev.keyhole.spi.ConfigurationException;
import dev.keyhole.spi.Option;
import dev.keyhole.spi.Options;
import dev.keyhole.spi.Problem;
import dev.keyhole.tls.TlsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.HttpHost;

/**
 * Where and how a service is asked, and what its answers mean.
 *
 * @param service where it is
 * @param method of the requests
 * @param params how fields are written
 * @param response where the answer is
 * @param timeout of one request
 * @param userAgent header of the requests
 * @param onError what a fault comes to
 * @param onServerError what a 5xx comes to
 * @param maxAnswerSize in bytes
 * @param tls how connections are made secure, if they are
 */
record CheckSettings(
        HttpHost service,
        RequestMethod method,
        ParamsMode params,
        ResponseMode response,
        Duration timeout,
        String userAgent,
        OnError onError,
        OnServerError onServerError,
        long maxAnswerSize,
        TlsSettings tls) {

    private static final long LARGEST = 16 << 20;

    /**
     * @throws ConfigurationException with everything that is wrong
     */
    static CheckSettings read(Options options) {
        List<Problem> problems = new ArrayList<>();
        for (Option<Duration> option :
                List.of(CheckOptions.TIMEOUT, ClientOptions.CONNECTION_TIMEOUT, ClientOptions.BREAKER_PAUSE)) {
            ClientOptions.checkDuration(options, option, problems);
        }
        long maxAnswerSize = options.get(CheckOptions.MAX_ANSWER_SIZE);
        if (maxAnswerSize < 2 || maxAnswerSize > LARGEST) {
            problems.add(Problem.of(CheckOptions.MAX_ANSWER_SIZE, "'MaxAnswerSize' must be from 2 to 16MB"));
        }
        boolean secure = options.get(CheckOptions.WITH_TLS);
        TlsSettings tls = TlsSettings.of(options);
        problems.addAll(tls.problems(secure));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new CheckSettings(
                new HttpHost(
                        secure ? "https" : "http",
                        unbracketed(options.get(CheckOptions.HOST)),
                        options.get(CheckOptions.PORT)),
                options.get(CheckOptions.REQUEST_METHOD),
                options.get(CheckOptions.PARAMS_MODE),
                options.get(CheckOptions.RESPONSE_MODE),
                options.get(CheckOptions.TIMEOUT),
                options.get(CheckOptions.USER_AGENT),
                options.get(CheckOptions.ON_ERROR),
                options.get(CheckOptions.ON_SERVER_ERROR),
                maxAnswerSize,
                tls);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    boolean isTls() {
        return service.getSchemeName().equals("https");
    }

    /** Whether questions stand in the query of the request. */
    boolean asksInQuery() {
        return method == RequestMethod.GET && params == ParamsMode.FORM;
    }

    /** Whether an outage of the service makes the module abstain. */
    boolean abstainsInAnOutage() {
        return onError == OnError.ABSTAIN
                || onServerError == OnServerError.ABSTAIN
                || (onServerError == OnServerError.CONTRACT && response == ResponseMode.STATUS);
    }
}
