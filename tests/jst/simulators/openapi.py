"""Hold answers and requests against the Ministry's OpenAPI, member by member.

OpenAPI 3.0 has `nullable`, which JSON Schema has not; and what it does not list, we do
not send: members that stand in no schema are an error here.
"""

import json
import re
from pathlib import Path
from typing import Any

import requests
from jsonschema import Draft202012Validator


class OpenApi:
    """The operations of one description."""

    def __init__(self, path: Path) -> None:
        """Read a description in JSON."""
        told = json.loads(path.read_text("utf-8"))
        self.paths: dict[str, Any] = told["paths"]
        self._components = {"schemas": _strict(told["components"]["schemas"])}

    def operations(self, *begins: str) -> set[tuple[str, str]]:
        """Name the operations below some paths, as method and path."""
        return {
            (method.upper(), path)
            for path, methods in self.paths.items()
            for method in methods
            if path.startswith(begins)
        }

    def operation_of(self, answer: requests.Response, base: str) -> tuple[str, str]:
        """Name the operation that an answer is of."""
        path = (answer.request.url or "").removeprefix(base).partition("?")[0]
        method = (answer.request.method or "").lower()
        # What has no parameter comes before what has one.
        for each in sorted(self.paths, key=lambda path: path.count("{")):
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(each))
            if re.fullmatch(pattern, path) and method in self.paths[each]:
                return method.upper(), each
        raise AssertionError(f"no operation is documented for {method} {path}")

    def faults(self, answer: requests.Response, base: str) -> list[str]:
        """Tell what of an answer, and of its request, is not as documented."""
        method, path = self.operation_of(answer, base)
        operation = self.paths[path][method.lower()]
        found = []
        documented = operation["responses"].get(str(answer.status_code))
        if documented is None:
            return [f"{method} {path}: {answer.status_code} is not documented"]
        kind = answer.headers.get("content-type", "").partition(";")[0]
        content = documented.get("content", {})
        if content and kind not in content:
            found.append(f"{method} {path}: {answer.status_code} as {kind}")
        elif content:
            found += self._off(content[kind]["schema"], answer.json())
        elif answer.content:
            found.append(f"{method} {path}: a body, and none is documented")
        if answer.ok and "json" in str(answer.request.headers.get("content-type")):
            asked = operation["requestBody"]["content"]["application/json"]["schema"]
            found += self._off(asked, json.loads(answer.request.body or "null"))
        return found

    def _off(self, schema: dict[str, Any], value: object) -> list[str]:
        whole = {**_strict(schema), "components": self._components}
        checker = Draft202012Validator.FORMAT_CHECKER
        validator = Draft202012Validator(whole, format_checker=checker)
        return [
            f"{each.json_path}: {each.message}" for each in validator.iter_errors(value)
        ]


def _strict(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """Write a schema of OpenAPI 3.0 as JSON Schema, closed for members not listed."""
    if isinstance(schema, list):
        return [_strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _strict(each) for name, each in schema.items() if name != "nullable"}
    if isinstance(told.get("properties"), dict) and "type" in told:
        told.setdefault("additionalProperties", False)
    if schema.get("nullable") is True:
        return {"anyOf": [told, {"type": "null"}]}
    return told
