// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import NIOCore
import NIOHTTP1

/// The page for people (docs/operations.md, "Console"): files for everyone, which ask the API with the reader's key.
extension Responder {
    /// A file of the page, by its name in the folder `Console`.
    func consoleFile(_ name: String) throws -> OutboundResponse {
        guard let bytes = Self.consoleFiles[name] else {
            throw RequestError.notFound(entity: "File", id: String(name.prefix(100)))
        }
        var response = OutboundResponse(status: .ok, body: bytes, mediaType: Self.mediaType(of: name))
        response.headers.add(contentsOf: Self.consoleHeaders)
        return response
    }

    /// What keeps the key in the page: no script, style, request or frame but the gateway's own.
    private static let consoleHeaders: HTTPHeaders = [
        "content-security-policy":
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        // An update of the gateway shows at the next visit.
        "cache-control": "no-cache",
    ]

    private static func mediaType(of name: String) -> String {
        if name.hasSuffix(".js") { return "text/javascript; charset=utf-8" }
        return name.hasSuffix(".css") ? "text/css; charset=utf-8" : "text/html; charset=utf-8"
    }

    private static let consoleFiles = [
        "index.html": PackageResources.index_html,
        "console.css": PackageResources.console_css,
        "api.js": PackageResources.api_js,
        "candidate.js": PackageResources.candidate_js,
        "compare.js": PackageResources.compare_js,
        "comparison.js": PackageResources.comparison_js,
        "content.js": PackageResources.content_js,
        "diff.js": PackageResources.diff_js,
        "dom.js": PackageResources.dom_js,
        "engines.js": PackageResources.engines_js,
        "events.js": PackageResources.events_js,
        "format.js": PackageResources.format_js,
        "group.js": PackageResources.group_js,
        "job.js": PackageResources.job_js,
        "jobs.js": PackageResources.jobs_js,
        "locales.js": PackageResources.locales_js,
        "main.js": PackageResources.main_js,
        "plot.js": PackageResources.plot_js,
        "providers.js": PackageResources.providers_js,
        "scorecard.js": PackageResources.scorecard_js,
        "shadows.js": PackageResources.shadows_js,
        "suggestion.js": PackageResources.suggestion_js,
        "suggestions.js": PackageResources.suggestions_js,
        "tabs.js": PackageResources.tabs_js,
        "theme.js": PackageResources.theme_js,
    ].mapValues { ByteBuffer(bytes: $0) }
}
