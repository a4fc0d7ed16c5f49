// SPDX-License-Identifier: Apache-2.0
#include "api/unauthorized.hpp"

#include "api/errors.hpp"

namespace api {
namespace {

bool is_by_script(const Request& request) {
  const std::string* mode = request.header("Sec-Fetch-Mode");
  return mode != nullptr && *mode != "navigate";
}

}  // namespace

Response unauthorized(const Request& request, Language language, const geo::Text& detail, SignInBy by) {
  Response response = problem_in(language, 401, detail, request.id);
  if (by == SignInBy::password_or_token && !is_by_script(request)) {
    response.headers.push_back({"WWW-Authenticate", R"(Basic realm="Bairro", charset="UTF-8")"});
  }
  response.headers.push_back({"WWW-Authenticate", R"(Bearer realm="Bairro")"});
  return response;
}

}  // namespace api
