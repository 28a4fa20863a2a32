// SPDX-License-Identifier: Apache-2.0
import GatewayCore
import Glibc
import Testing

@testable import dragoman

@Suite(.serialized) struct CommandTests {
    private let gateway = GatewayProcess()

    @Test func `a first start makes a key, a later one does not unless told to`() async throws {
        let first = try await gateway.serving { ready in
            #expect(ready[text: "url"].hasPrefix("http://127.0.0.1:"))
            #expect(ready[text: "apiKey"].hasPrefix("lsk_"))
            #expect(ready[text: "data"] == gateway.folder)
        }
        #expect(first.status == 0)
        #expect(first.output.filter { $0 == "\n" }.count == 1, "one line of output and no other")
        try await gateway.serving { #expect($0.object?["apiKey"] == .null) }
        try await gateway.serving("--mint-key") { #expect($0[text: "apiKey"].hasPrefix("lsk_")) }
        let keys = try await gateway.run("keys", "list", "--json")
        let names = try JSONValue(parsing: keys.output)[list: "keys"].map { $0[text: "name"] }
        #expect(names == ["dev", "first"])
    }

    @Test func `a first key from a file is used and not printed`() async throws {
        let key = "operator-chosen-key-0123456789"
        try DataFolder(gateway.folder).make()
        let path = gateway.folder + "/key"
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        writeAll(Array("\(key)\n".utf8), to: file)
        close(file)
        let outcome = try await gateway.serving(environment: [FirstKey.variable: path]) { ready in
            #expect(ready.object?["apiKey"] == .null)
        }
        #expect(!outcome.output.contains(key) && !outcome.error.contains(key))
        let keys = try await gateway.run("keys", "list", "--json")
        #expect(try JSONValue(parsing: keys.output)[list: "keys"].map { $0[text: "name"] } == ["bootstrap"])
        let again = try await GatewayProcess().run("serve", environment: [FirstKey.variable: "/nowhere"])
        #expect(again.status == 1)
        #expect(again.error == "dragoman: cannot read /nowhere: No such file or directory\n")
    }

    @Test func `keys are made, listed and revoked beside a running gateway and without one`() async throws {
        for isRunning in [false, true] {
            let body = { (_: JSONValue) async throws in
                let made = try await gateway.run("keys", "create", "ci \(isRunning)", "--json")
                let id = try JSONValue(parsing: made.output)[text: "id"]
                #expect(try await gateway.run("keys", "list").output.contains(id))
                #expect(try await gateway.run("keys", "revoke", id).status == 0)
                let twice = try await gateway.run("keys", "revoke", id)
                #expect(twice.status == 1)
                #expect(twice.error == "dragoman: no key in force has the id or name \"\(id)\"\n")
            }
            if isRunning { try await gateway.serving { try await body($0) } } else { try await body(.null) }
        }
    }

    @Test func `a second gateway on the same folder is refused, naming the first`() async throws {
        try await gateway.serving { ready in
            guard case .number(let pid)? = ready.object?["pid"] else { throw AdministrationError("no pid") }
            let second = try await gateway.run("serve")
            #expect(second.status == 1)
            #expect(second.error.contains("the database is in use by process \(pid)"))
        }
    }

    @Test func `a port that is taken is one clear line`() async throws {
        try await gateway.serving { ready in
            let port = ready[text: "url"].split(separator: ":").last ?? ""
            let other = GatewayProcess()
            let second = try await other.run(
                "serve", "--set", "server.port=\(port)", "--set", "log.level=critical")
            #expect(second.status == 1)
            #expect(
                second.error
                    == "dragoman: 127.0.0.1:\(port) is in use; choose another port by --set server.port=…\n")
            try await other.serving { #expect($0[text: "apiKey"] != "", "the first key is still to be had") }
        }
    }

    @Test func `a backup is written beside a running gateway, and restored when none runs`() async throws {
        let backup = gateway.folder + "/copy"
        try await gateway.serving { _ in
            #expect(try await gateway.run("db", "backup", backup).status == 0)
            let refused = try await gateway.run("db", "restore", backup)
            #expect(refused.status == 1)
            #expect(refused.error.contains("stop it first"))
        }
        #expect(try await gateway.run("keys", "create", "later").status == 0)
        let restored = try await gateway.run("db", "restore", backup)
        #expect(restored.status == 0)
        #expect(restored.output.contains("what it replaced is \(gateway.folder)/gateway.db.before-restore-"))
        #expect(!(try await gateway.run("keys", "list").output.contains("later")))
        #expect(try await gateway.run("db", "restore", "/etc/passwd").status == 1)
        #expect(try await gateway.run("keys", "list").status == 0, "what was there is untouched")
    }

    @Test func `mistakes of the configuration are all told and end the program with 1`() async throws {
        let outcome = try await gateway.run(
            "config", "check", "--set", "server.prot=1", "--set", "log.level=loud")
        #expect(outcome.status == 1)
        #expect(
            outcome.error == """
                dragoman: the configuration has 2 mistakes:
                  log.level: must be one of trace, debug, info, notice, warning, error, critical, got "loud" (--set)
                  server.prot: is not a key of the configuration; did you mean "server.port"? (--set)

                """)
        #expect(try await gateway.run("config", "check").output == "ok\n")
    }

    @Test func `without a database a look at it makes none`() async throws {
        for command in [["keys", "list"], ["coverage"], ["db", "backup"], ["status"]] {
            let outcome = try await gateway.run(command[0], command.count > 1 ? command[1] : "--json")
            #expect(outcome.status == 1)
        }
        #expect(try await gateway.run("plugin", "list", "--set", "plugins.path=/nowhere").status == 0)
        #expect(access(gateway.folder, F_OK) != 0)
    }
}
