// SPDX-License-Identifier: Apache-2.0
// `bairro count`, `bairro query`: what the API answers, without a server.
#include "api/json/feature_writer.hpp"
#include "app/commands.hpp"
#include "app/filter.hpp"
#include "app/trace.hpp"
#include "geo/base/json.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace app {
namespace {

constexpr std::uint32_t page_rows = 5000;

}  // namespace

ExitCode run_count(const Context& context, const ReadCommand& command) {
  const geo::Filter filter = filter_of(command.bbox, command.datetime);
  const geo::Role role = geo::role_named(command.role);
  const auto store = context.open_store();
  const std::uint64_t count = store->view(command.collection, role)->count(filter);
  // A number shows no row, but many of them in small boxes show where rows are.
  trace_read(*store, role, command.collection, 0, "count");
  print(context.json ? fmt::format("{{\"collection\":\"{}\",\"count\":{}}}\n", command.collection, count) : fmt::format("{}\n", count));
  return done;
}

ExitCode run_query(const Context& context, const ReadCommand& command) {
  geo::Query query;
  query.filter = filter_of(command.bbox, command.datetime);
  const geo::Role role = geo::role_named(command.role);
  const auto store = context.open_store();
  const auto view = store->view(command.collection, role);
  const api::FeatureWriter writer(view->schema());
  std::uint64_t left = command.limit == 0 ? UINT64_MAX : command.limit;
  trace_read(*store, role, command.collection, std::min(left, view->count(query.filter)), "query");
  std::string out = "{\"type\":\"FeatureCollection\",\"features\":[";
  bool first = true;
  for (bool more = true; more && left > 0;) {
    query.limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(left, page_rows));
    const geo::Page page = view->find(query);
    for (std::size_t i = 0; i < page.batch.rows; ++i) {
      out += first ? "\n{" : ",\n{";
      first = false;
      writer.append_members(out, page.batch, i);
      out += '}';
    }
    left -= page.batch.rows;
    more = page.more && page.batch.rows != 0;
    if (more) { query.after = page.batch.fid.integer(page.batch.rows - 1); }
    print(out);
    out.clear();
  }
  print(out + "\n]}\n");
  return done;
}

}  // namespace app
