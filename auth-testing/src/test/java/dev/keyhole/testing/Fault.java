package dev.keyhole.testing;

/** What can be wrong with a module, and the test of the kit that has to find it. */
enum Fault {
    NONE(""),
    BLANK_LIBRARY("namesAndOptionsAreSane"),
    NO_CAPABILITY("capabilitiesAreWhatTheModuleCanDo"),
    KEY_SCOPE_CHANGES("capabilitiesAreWhatTheModuleCanDo"),
    WRONG_OPTIONS_PASS("wrongOptionsAreRefusedWithAReason"),
    ANSWERS_NULL("samplesEndAsTheyMustEveryTime"),
    CHECKS_TO_NULL("samplesEndAsTheyMustEveryTime"),
    FILTER_LOST("samplesEndAsTheyMustEveryTime"),
    NO_EXPLANATION("samplesEndAsTheyMustEveryTime"),
    ABSTAINS_AFTER_CHALLENGE("samplesEndAsTheyMustEveryTime"),
    REMEMBERS_THE_LAST_LOGON("samplesEndAsTheyMustEveryTime"),
    SHARES_STATE_BETWEEN_THREADS("callsAtTheSameTimeDoNotDisturbEachOther"),
    ACCEPTS_THE_EMPTY_USER("oddRequestsGetAnAnswer"),
    OVERFLOWS_ON_LONG_NAMES("oddRequestsGetAnAnswer"),
    RELEASE_THROWS("whoIsUnknownCanBeReleasedAndReset"),
    RESET_THROWS("whoIsUnknownCanBeReleasedAndReset"),
    SECOND_CLOSE_THROWS("closingAgainDoesNothing"),
    CLOSED_LOGON_ACCEPTS("whatIsClosedLetsNobodyIn"),
    CLOSED_CHECK_GRANTS("whatIsClosedLetsNobodyIn"),
    MODULES_SHARE_THEIR_END("loadedTwiceItIsTwoModules"),
    INTERRUPTED_LOGON_ACCEPTS("anInterruptEndsACall"),
    CLOSING_FORGETS_HANGING_CALLS("closingEndsCallsThatAreUnderWay"),
    LOGS_A_PASSWORD("neitherSecretsNorForgedLinesComeOut"),
    LOGS_A_HEADER("neitherSecretsNorForgedLinesComeOut"),
    THROWS_A_PASSWORD("neitherSecretsNorForgedLinesComeOut"),
    SHOWS_AN_OPTION("neitherSecretsNorForgedLinesComeOut"),
    LOGS_A_LINE_OF_THE_CLIENT("neitherSecretsNorForgedLinesComeOut"),
    LEAVES_A_THREAD("noThreadKeepsTheProgramRunning"),
    GIVES_NO_CREDENTIALS("samplesEndAsTheyMustEveryTime"),
    GIVES_NULL_CREDENTIALS("samplesEndAsTheyMustEveryTime"),
    GIVES_THE_CREDENTIALS_OF_ANOTHER("samplesEndAsTheyMustEveryTime"),
    GIVES_CREDENTIALS_WITHOUT_A_SOURCE("samplesEndAsTheyMustEveryTime"),
    GIVES_CREDENTIALS_OF_TOMORROW("samplesEndAsTheyMustEveryTime"),
    DOES_NOT_GET_OVER_A_REFUSAL("samplesEndAsTheyMustEveryTime"),
    FORGETS_THE_ROUND("samplesEndAsTheyMustEveryTime"),
    ANSWERS_AN_ODD_CHALLENGE_WITH_NULL("oddRequestsGetAnAnswer"),
    UNUSED_EXCHANGE_DOES_NOT_CLOSE("closingAgainDoesNothing"),
    CLOSED_AUTHENTICATOR_GIVES("whatIsClosedLetsNobodyIn"),
    INTERRUPTED_AUTHENTICATOR_GIVES("anInterruptEndsACall"),
    LOGS_A_TOKEN("neitherSecretsNorForgedLinesComeOut"),
    NAMES_A_TOKEN_AS_THE_SOURCE("neitherSecretsNorForgedLinesComeOut"),
    THROWS_A_TOKEN("neitherSecretsNorForgedLinesComeOut");

    private final String foundBy;

    Fault(String foundBy) {
        this.foundBy = foundBy;
    }

    String foundBy() {
        return foundBy;
    }
}
