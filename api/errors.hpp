// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/negotiation.hpp"
#include "geo/base/error.hpp"

#include <string_view>

namespace api {

/// The one table from the kind of trouble to the HTTP status.
int http_status(geo::Problem problem);

/// problem+json in the client's language.
Response problem_in(Language language, int status, const geo::Text& detail, std::string_view request_id);

/// The answer for an error of the client's or of the moment. Precondition: http_status(error.problem()) is not 500; what
/// went wrong inside is for the log, never for the client.
Response problem_for(const geo::Error& error, Language language, std::string_view request_id);

}  // namespace api
