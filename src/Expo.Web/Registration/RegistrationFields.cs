using Expo.Core.Registration;

namespace Expo.Web.Registration;

/// <summary>The fields of the register form, as refusals name them.</summary>
internal static class RegistrationFields
{
    /// <summary>In the order of the form.</summary>
    public static IReadOnlyList<string> All(RegistrationForm form, IReadOnlyList<FormQuestion> questions) =>
    [
        nameof(RegistrationForm.Place), nameof(RegistrationForm.AccessCode), nameof(RegistrationForm.Name), nameof(RegistrationForm.Email),
        nameof(RegistrationForm.Organisation), nameof(RegistrationForm.Country), nameof(RegistrationForm.Companions),
        .. Enumerable.Range(0, form.Companions?.Count ?? 0).SelectMany(index => new[] { RegistrationRules.CompanionField(index, nameof(Companion.Name)), RegistrationRules.CompanionField(index, nameof(Companion.Email)) }),
        .. questions.Select(question => FormRules.FieldOf(question.Id)),
        nameof(RegistrationForm.AccessNeeds),
    ];
}
