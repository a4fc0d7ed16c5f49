// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/identifiers.hpp"

#include "geo/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace importers {
namespace {

using Words = std::vector<std::string_view>;

/// One of these anywhere in the name is enough.
constexpr std::string_view telling[] = {
    // devices and lines
    "phone",
    "phonenumber",
    "telephone",
    "telefone",
    "telemovel",
    "celular",
    "cellphone",
    "mobilephone",
    "msisdn",
    "whatsapp",
    "imei",
    "imsi",
    "deviceid",
    "simserial",
    "simid",
    "subscriberid",
    // documents
    "passport",
    "passaporte",
    "bi",
    "nuit",
    "nid",
    "ssn",
    "documento",
    "documentos",
    "bilhete",
    "dire",
    "identidade",
    // addresses on the net
    "email",
    "mail",
    "correio",
    "username",
    "user",
    "usuario",
    "utilizador",
    "login",
    // who sent it
    "submitterid",
    "submittername",
    "submitter",
    "entrevistador",
    "entrevistadora",
    "inquiridor",
    "inquiridora",
    "enumerator",
    "interviewer",
    "recolhedor",
    "respondent",
    "respondente",
    "informante",
    // who it happened to, who is said to have done it, where they live
    "vitima",
    "victim",
    "suspeito",
    "suspeita",
    "suspect",
    "agressor",
    "agressora",
    "perpetrator",
    "testemunha",
    "witness",
    "endereco",
    "morada",
    "address",
    "informant",
    "denunciante",
    // names of people
    "surname",
    "apelido",
    "sobrenome",
    "firstname",
    "lastname",
    "fullname",
    "alcunha",
    "nickname",
    // pictures and sound
    "photo",
    "photos",
    "foto",
    "fotos",
    "fotografia",
    "fotografias",
    "image",
    "imagem",
    "picture",
    "audio",
    "video",
    "voz",
    "assinatura",
    "signature",
    "selfie",
    "recording",
    "gravacao",
};

/// Neighbouring words.
constexpr std::string_view phrases[] = {
    "device_id",     "sim_serial",      "sim_id",          "subscriber_id",      "submitted_by",   "submitter_id",   "submitter_name",
    "first_name",    "last_name",       "full_name",       "family_name",        "given_name",     "nome_completo",  "nome_proprio",
    "primeiro_nome", "ultimo_nome",     "data_nascimento", "data_de_nascimento", "date_of_birth",  "birth_date",     "id_card",
    "identity_card", "document_number", "document_no",     "document_id",        "national_id",    "start_geopoint", "start_gps",
    "end_geopoint",  "end_gps",         "reported_by",     "reportado_por",      "comunicado_por", "relatado_por",
};

/// The whole name: on their own these are a person's far more often than a thing's.
constexpr std::string_view bare[] = {"name",       "names",   "nome",        "nomes",        "contact",     "contacto", "contactos",
                                     "tel",        "mobile",  "facilitador", "facilitadora", "facilitator", "formador", "formadora",
                                     "formadores", "trainer", "moderador",   "moderadora",   "moderator"};

constexpr std::string_view name_words[] = {"name", "names", "nome", "nomes", "contact"};

/// With a name word, a person.
constexpr std::string_view people[] = {
    "person",   "pessoa",    "victim",     "victims",    "vitima",      "vitimas",     "suspect",     "suspects",
    "suspeito", "suspeitos", "witness",    "testemunha", "reporter",    "informer",    "queixoso",    "complainant",
    "chefe",    "chief",     "lider",      "leader",     "secretary",   "secretario",  "secretaria",  "officer",
    "agente",   "president", "presidente", "focal",      "autor",       "author",      "perpetrator", "perpetrador",
    "head",     "surveyor",  "collector",  "household",  "coordenador", "coordinator", "facilitador", "facilitator",
    "membro",   "member",    "mother",     "father",     "mae",         "pai",
};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

Words split(std::string_view folded) {
  Words words;
  for (std::size_t at = 0; at <= folded.size();) {
    const std::size_t end = std::min(folded.find('_', at), folded.size());
    words.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

bool identifies_people(std::string_view column) {
  const std::string folded = geo::fold_name(column);
  if (contains(bare, folded)) { return true; }
  const Words words = split(folded);
  if (std::any_of(words.begin(), words.end(), [](std::string_view w) { return contains(telling, w); })) { return true; }
  const std::string fenced = "_" + folded + "_";
  const auto has_phrase = [&](std::string_view phrase) { return fenced.find("_" + std::string(phrase) + "_") != std::string::npos; };
  if (std::any_of(std::begin(phrases), std::end(phrases), has_phrase)) { return true; }
  const bool has_name = std::any_of(words.begin(), words.end(), [](std::string_view w) { return contains(name_words, w); });
  return has_name && std::any_of(words.begin(), words.end(), [](std::string_view w) { return contains(people, w); });
}

}  // namespace importers
