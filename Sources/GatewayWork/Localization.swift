// SPDX-License-Identifier: Apache-2.0
public import GatewayCore
import GatewayText
public import Logging
public import ServiceLifecycle

/// The two sides of the work: the synchronous calls, and the worker that runs jobs.
public struct Localization: Sendable {
    /// Answers synchronous calls.
    public let localizer: any Localizer
    /// Runs jobs until the process stops.
    public let worker: any Service
}

/// Puts the translator together, once, for synchronous calls and jobs alike.
public func makeLocalization(
    _ configuration: WorkConfiguration, providers: [any Provider], recognizer: (any Recognizer)?,
    rules: any LocaleRules, store: any Store, clock: WallClock = .system, logger: Logger
) -> Localization {
    let translator = Translator(
        router: Router(providers: providers, rules: rules), segmenter: Segmenter(), meter: RateMeter(),
        callTimeout: configuration.callTimeout)
    let run = JobRun(
        store: store, documents: JobDocuments(), translator: translator, configuration: configuration,
        clock: clock)
    return Localization(
        localizer: SynchronousLocalizer(
            store: store, translator: translator, recognizer: recognizer, rules: rules,
            configuration: configuration),
        worker: Worker(store: store, run: run, configuration: configuration, clock: clock, logger: logger))
}
