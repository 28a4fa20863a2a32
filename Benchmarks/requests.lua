-- SPDX-License-Identifier: Apache-2.0
-- Makes wrk's requests. What is asked comes by the environment:
--   BENCH_KIND   gateway, apy, litellm or echo
--   BENCH_TEXTS  a file of texts, one a line, asked one by one; or empty: a new text for each request
--   BENCH_KEY, BENCH_SOURCE, BENCH_TARGET

local kind = os.getenv("BENCH_KIND")
local key = os.getenv("BENCH_KEY") or ""
local source = os.getenv("BENCH_SOURCE") or "en"
local target = os.getenv("BENCH_TARGET") or "es"
local file = os.getenv("BENCH_TEXTS") or ""

local made = {}
local count = 0
local start = 0

local function json(text)
    return '"' .. text:gsub('[%c"\\]', function(c) return string.format("\\u%04x", c:byte()) end) .. '"'
end

local function form(text)
    return (text:gsub("[^%w%-%._~]", function(c) return string.format("%%%02X", c:byte()) end))
end

local function request_for(text)
    local headers = { ["Content-Type"] = "application/json", ["X-API-Key"] = key }
    if kind == "apy" then
        headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
        return wrk.format("POST", "/translate", headers, "langpair=" .. form(source .. "|" .. target) .. "&q=" .. form(text))
    end
    local data = '{"sourceLocale":"' .. source .. '","targetLocale":"' .. target .. '","data":{"text":' .. json(text) .. "}}"
    if kind == "echo" then return wrk.format("POST", "/", headers, data) end
    if kind == "litellm" then
        headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. key }
        local body = '{"model":"mock","messages":[{"role":"user","content":' .. json(text) .. "}]}"
        return wrk.format("POST", "/v1/chat/completions", headers, body)
    end
    return wrk.format("POST", "/process/localize", headers, data)
end

function init(arguments)
    -- Another run begins at another text, so that no two runs ask the same.
    start = tonumber(os.getenv("BENCH_START") or "0")
    count = start
    if file ~= "" then
        for line in io.lines(file) do made[#made + 1] = request_for(line) end
    end
end

function request()
    count = count + 1
    if #made > 0 then return made[count % #made + 1] end
    return request_for("Message " .. count .. ": you have {n} new items in your <b>shopping cart</b>.")
end

function done(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        'RESULT {"requests":%d,"seconds":%.6f,"p50":%.4f,"p99":%.4f,"failures":%d}\n',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
