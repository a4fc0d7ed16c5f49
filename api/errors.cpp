// SPDX-License-Identifier: Apache-2.0
#include "api/errors.hpp"

#include "api/http/problem.hpp"

#include <cassert>

namespace api {

int http_status(geo::Problem problem) {
  switch (problem) {
    case geo::Problem::usage: return 400;
    case geo::Problem::input: return 422;
    case geo::Problem::not_found: return 404;
    case geo::Problem::conflict: return 409;
    case geo::Problem::too_large: return 413;
    case geo::Problem::busy: return 503;
    case geo::Problem::unsupported: return 501;
    case geo::Problem::damaged:
    case geo::Problem::failed: return 500;
  }
  return 500;
}

Response problem_in(Language language, int status, const geo::Text& detail, std::string_view request_id) {
  Response response = problem(status, in(language, detail), request_id);
  set_header(response, "Content-Language", std::string(tag(language)));
  if (status == 503) { set_header(response, "Retry-After", "2"); }
  return response;
}

Response problem_for(const geo::Error& error, Language language, std::string_view request_id) {
  const int status = http_status(error.problem());
  assert(status != 500);
  return problem_in(language, status, error.text(), request_id);
}

}  // namespace api
