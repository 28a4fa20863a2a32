// SPDX-License-Identifier: Apache-2.0
public import GatewayCore

/// The rules of locales by ICU and CLDR. Answers are kept, so that asking again costs a look into a table.
public func makeLocaleRules() -> any LocaleRules { CLDRLocaleRules() }

/// ``LocaleRules`` over CLDR.
final class CLDRLocaleRules: LocaleRules {
    /// A pair of locales whose name was asked for.
    private struct NameKey: Hashable {
        let tag: LocaleTag
        let label: LocaleTag
    }

    /// A question to ``resolve(_:among:)``.
    private struct ResolutionKey: Hashable {
        let requested: LocaleTag
        let configured: [LocaleTag]
    }

    private let facts = BoundedCache<LocaleTag, LocaleFacts>(limit: 4096)
    private let names = BoundedCache<NameKey, String>(limit: 4096)
    private let resolutions = BoundedCache<ResolutionKey, Int?>(limit: 4096)

    func canonical(_ tag: LocaleTag) -> LocaleTag { known(tag).canonical }

    func parts(_ tag: LocaleTag) -> LocaleParts { known(tag).parts }

    func maximized(_ tag: LocaleTag) -> LocaleParts { known(tag).maximized }

    func fallbacks(_ tag: LocaleTag) -> [LocaleTag] { known(tag).fallbacks }

    func direction(of tag: LocaleTag) -> WritingDirection { known(tag).direction }

    func resolve(_ requested: LocaleTag, among configured: [LocaleTag]) -> LocaleTag? {
        // What was configured as it was requested needs no table.
        if let index = configured.firstIndex(of: requested) { return configured[index] }
        let key = ResolutionKey(requested: requested, configured: configured)
        let index = resolutions.value(for: key) {
            Resolution.nearest(to: known(requested), among: configured.map(known))
        }
        return index.map { configured[$0] }
    }

    func displayName(of tag: LocaleTag, in label: LocaleTag) -> String {
        names.value(for: NameKey(tag: tag, label: label)) {
            let canonical = known(tag).canonical.spelling
            return CLDR.displayName(canonical, in: known(label).canonical.spelling) ?? canonical
        }
    }

    private func known(_ tag: LocaleTag) -> LocaleFacts { facts.value(for: tag) { LocaleFacts(tag) } }
}
