// SPDX-License-Identifier: Apache-2.0
import NIOHTTP1

/// One method of one path.
///
/// The table of these is all that the API offers; `openapi.yaml` describes the same.
struct Route: Sendable {
    /// What a route does; carried out by ``Responder``.
    enum Operation: Sendable {
        /// For everyone.
        case open(OpenOperation)
        /// For callers with a key.
        case keyed(KeyedOperation)
    }

    /// What needs no key.
    enum OpenOperation: Sendable {
        case getHealth, getReadiness, getDocument
    }

    /// What needs a key.
    enum KeyedOperation: Sendable {
        case localize, recognize, estimate
        case createLocalization, getLocalizationJob, getLocalizationJobGroup, listLocalizationJobs
        case listLocales
        case getUser, identifyKey
        case legacyLocalize
    }

    let method: HTTPMethod
    /// The path; a last segment in braces stands for any one segment.
    let template: String
    let operation: Operation

    static let all: [Route] = [
        Route(method: .POST, template: "/process/localize", operation: .keyed(.localize)),
        Route(method: .POST, template: "/process/recognize", operation: .keyed(.recognize)),
        Route(method: .POST, template: "/process/estimate", operation: .keyed(.estimate)),
        Route(method: .POST, template: "/jobs/localization", operation: .keyed(.createLocalization)),
        Route(method: .GET, template: "/jobs/localization", operation: .keyed(.listLocalizationJobs)),
        Route(
            method: .GET, template: "/jobs/localization/groups/{groupId}",
            operation: .keyed(.getLocalizationJobGroup)),
        Route(method: .GET, template: "/jobs/localization/{jobId}", operation: .keyed(.getLocalizationJob)),
        Route(method: .GET, template: "/locales", operation: .keyed(.listLocales)),
        Route(method: .GET, template: "/users/me", operation: .keyed(.getUser)),
        Route(method: .POST, template: "/whoami", operation: .keyed(.identifyKey)),
        Route(method: .POST, template: "/i18n", operation: .keyed(.legacyLocalize)),
        Route(method: .POST, template: "/recognize", operation: .keyed(.recognize)),
        Route(method: .GET, template: "/healthz", operation: .open(.getHealth)),
        Route(method: .GET, template: "/readyz", operation: .open(.getReadiness)),
        Route(method: .GET, template: "/openapi.json", operation: .open(.getDocument)),
    ]

    /// The routes by path; those with a parameter by what stands before it.
    private static let literal = Dictionary(grouping: all.filter { !$0.hasParameter }, by: \.template)
    private static let prefixed = Dictionary(
        grouping: all.filter(\.hasParameter),
        by: { String($0.template.prefix(upTo: $0.template.lastIndex(of: "/") ?? $0.template.startIndex)) })

    private var hasParameter: Bool { template.hasSuffix("}") }

    /// The route of a request and the value of its parameter, or `nil` when there is none.
    static func find(_ method: HTTPMethod, _ path: String) -> (route: Route, parameter: String)? {
        if let routes = literal[path] {
            return routes.first { $0.method == method }.map { ($0, "") }
        }
        guard let slash = path.lastIndex(of: "/"), let routes = prefixed[String(path[..<slash])],
            let route = routes.first(where: { $0.method == method })
        else { return nil }
        return (route, RequestTarget.decoded(path[path.index(after: slash)...]) ?? "")
    }
}
