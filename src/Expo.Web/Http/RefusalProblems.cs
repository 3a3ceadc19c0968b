using Expo.Core;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Expo.Web.Http;

/// <summary>The one place where a refusal's kind becomes a status code (problem details, RFC 9457).</summary>
public static class RefusalProblems
{
    public static int StatusCodeOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A refusal of an unknown kind."),
    };

    /// <summary>Title is the sentence for the person; <c>code</c> never changes; <c>field</c> names the part of the request it is about.</summary>
    public static ProblemHttpResult ToProblem(this Refusal refusal)
    {
        var more = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (refusal.Field is { } field)
        {
            more["field"] = field;
        }

        return TypedResults.Problem(title: refusal.Message, statusCode: StatusCodeOf(refusal.Kind), extensions: more);
    }
}
