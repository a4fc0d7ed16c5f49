// SPDX-License-Identifier: Apache-2.0
#include "api/handlers.hpp"
#include "api/headers.hpp"

#include <string>

namespace api {
namespace {

// Served from here so that a page asks nobody else for anything.
constexpr std::string_view css = R"(:root {
  --ink: #1d2733; --soft: #566473; --paper: #fff; --card: #f4f6f8; --line: #d5dbe1; --link: #0b5394; --warn: #7a3e00;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6eaee; --soft: #a5b1bd; --paper: #14191f; --card: #1e252d; --line: #37424e; --link: #8cc4ff; --warn: #ffc078; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: var(--ink); background: var(--paper); }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0.75rem 1rem; }
header { display: flex; gap: 1rem; justify-content: space-between; align-items: baseline; border-bottom: 1px solid var(--line); }
nav ol { display: flex; flex-wrap: wrap; margin: 0; padding: 0; list-style: none; }
nav li + li::before { content: "›"; padding: 0 0.5rem; color: var(--soft); }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1rem 0; }
h2 { font-size: 1.2rem; margin: 1.5rem 0 0.5rem; }
a { color: var(--link); }
a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.lead { font-size: 1.1rem; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem; padding: 0; list-style: none; }
.cards > li { padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
.cards h2 { margin-top: 0; }
.cards p { margin: 0.25rem 0 0; }
.count { color: var(--soft); font-variant-numeric: tabular-nums; }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 0.5rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); min-width: 5rem; max-width: 22rem; overflow-wrap: break-word; }
thead th { position: sticky; top: 0; background: var(--card); white-space: nowrap; }
tbody th { font-weight: 600; white-space: nowrap; }
.facts tbody th { white-space: normal; overflow-wrap: break-word; max-width: 12rem; }
td time { white-space: nowrap; }
.facts time { white-space: normal; }
dt { font-weight: 600; margin-top: 0.5rem; }
dd { margin: 0; }
code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.forms { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; justify-content: flex-end; }
.languages { display: flex; gap: 0.5rem; }
.languages [aria-current] { color: var(--soft); }
.inline { display: inline; }
.inline button { font: inherit; color: var(--link); background: var(--paper); border: 1px solid var(--link); border-radius: 0.25rem; padding: 0 0.5rem; cursor: pointer; }
.wrong { color: var(--warn); font-weight: 600; }
footer { margin-top: 2rem; border-top: 1px solid var(--line); }
.role { color: var(--warn); padding: 0.75rem 0; }
.to-map a { display: inline-block; padding: 0.4rem 1rem; border: 2px solid var(--link); border-radius: 0.5rem; font-weight: 600; text-decoration: none; }
.to-map a:hover { text-decoration: underline; }
.ask { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; padding: 0.75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.5rem; }
.ask label { display: flex; flex-direction: column; }
.ask label.wide { flex: 1 1 20rem; }
.ask label.check { flex-direction: row; align-items: center; gap: 0.4rem; padding-bottom: 0.5rem; }
.ask span, .hint { font-size: 0.85rem; color: var(--soft); }
.hint { margin: 0.25rem 0 1rem; }
.ask input, .ask select, .ask button { font: inherit; color: inherit; background: var(--paper); padding: 0.35rem 0.5rem; border: 1px solid var(--soft); border-radius: 0.25rem; max-width: 100%; }
.ask select { max-width: 16rem; }
.ask button { color: var(--paper); background: var(--link); border-color: var(--link); font-weight: 600; padding: 0.35rem 1rem; }
.show-map { font: inherit; color: var(--link); background: var(--paper); border: 2px solid var(--link); border-radius: 0.5rem; font-weight: 600; padding: 0.35rem 1rem; cursor: pointer; }
.ask :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
tr:target > * { background: var(--card); box-shadow: inset 0 2px var(--link), inset 0 -2px var(--link); }
tr { scroll-margin-top: 3rem; }
.next { text-align: right; font-size: 1.1rem; }
.legend { list-style: none; padding: 0; margin: 0.5rem 0; }
.legend li { display: flex; gap: 0.5rem; align-items: center; }
.operation { border: 1px solid var(--line); border-radius: 0.5rem; margin: 0.5rem 0; background: var(--card); }
.operation summary { padding: 0.5rem 0.75rem; cursor: pointer; }
.operation summary code { font-weight: 600; }
.operation summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.operation > div, .operation > p, .operation > pre { margin: 0.25rem 0.75rem 0.75rem; }
.operation td { white-space: normal; }
.operation a, .cards a { overflow-wrap: anywhere; }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; font-size: 0.85rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 0.5rem 0.75rem; background: var(--paper); border: 1px solid var(--line); border-radius: 0.25rem; }
.swatch { flex: none; background: #fff; border-radius: 0.25rem; }
)";

}  // namespace

Response style_sheet(const Call&) { return make_response(200, "text/css; charset=utf-8", std::string(css)); }

}  // namespace api
