// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Testing

/// docs/http-api.md, "Console".
@Suite struct ConsoleTests {
    @Test func `the page needs no key and may load nothing of others`() async throws {
        try await withGateway { gateway async throws in
            for path in ["/console", "/console/"] {
                let response = try await gateway.call("GET", path, key: nil)
                #expect(response.status == 200)
                #expect(response["content-type"] == "text/html; charset=utf-8")
                #expect(
                    response["content-security-policy"]
                        == "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                        + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
                #expect(response["x-content-type-options"] == "nosniff")
                #expect(response["referrer-policy"] == "no-referrer")
                #expect(response["cross-origin-opener-policy"] == "same-origin")
                #expect(response.fields.filter { $0.name == "cache-control" }.map(\.value) == ["no-cache"])
            }
        }
    }

    @Test func `every file that the page leads to is there, with its type`() async throws {
        try await withGateway { gateway async throws in
            let types = ["js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"]
            var (found, open): (Set<String>, [String]) = ([], ["/console"])
            while let path = open.popLast() {
                let response = try await gateway.call("GET", path, key: nil)
                #expect(response.status == 200, "\(path)")
                if path != "/console" {
                    #expect(response["content-type"] == types[String(path.split(separator: ".").last ?? "")])
                }
                let names = response.text.matches(of: #/"(?:\/console|\.)\/([a-z]+\.(?:js|css))"/#).map {
                    $0.1
                }
                for name in names where found.insert(String(name)).inserted {
                    open.append("/console/\(name)")
                }
            }
            #expect(found.isSuperset(of: ["main.js", "console.css", "api.js", "diff.js"]))
        }
    }

    @Test func `no file makes markup or code of data`() async throws {
        try await withGateway { gateway async throws in
            let page = try await gateway.call("GET", "/console", key: nil).text
            #expect(page.matches(of: #/<script(?! type="module" src=)|<style|\sstyle=|\son[a-z]+=/#).isEmpty)
            let modules = page.matches(of: #/"(\/console\/[a-z]+\.js)"/#).map { String($0.1) }
            #expect(!modules.isEmpty)
            for path in modules {
                let text = try await gateway.call("GET", path, key: nil).text
                let pattern =
                    #/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|sessionStorage|cookie/#
                #expect(text.matches(of: pattern).isEmpty, "\(path)")
            }
        }
    }

    @Test(arguments: ["nothing.js", "..%2Fopenapi.yaml", "%00", "INDEX.HTML"])
    func `a file that is not the page's is not there`(name: String) async throws {
        try await withGateway { gateway async throws in
            let response = try await gateway.call("GET", "/console/\(name)", key: nil)
            #expect(response.status == 404)
            #expect(try response.member("_tag") == "NotFoundError")
        }
    }
}
