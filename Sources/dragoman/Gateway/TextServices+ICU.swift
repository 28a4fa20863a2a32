// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import GatewayProviders
import GatewayText

extension TextServices {
    /// What the gateway knows of texts, as `text/1` hands it on.
    static var icu: TextServices {
        let segmenter = Segmenter()
        return TextServices(
            sentences: { segmenter.sentenceEnds($1, locale: LocaleTag(unchecked: $0)) },
            scripts: { segmenter.scriptRuns(of: $0) })
    }
}
