using Expo.Core.Registration;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace Expo.Web.Registration;

/// <summary>Puts every mistake that the domain finds in the form beside its field, all at once.</summary>
public sealed class RegistrationValidator : ComponentBase, IDisposable
{
    private EditContext? _form;
    private ValidationMessageStore? _messages;

    [CascadingParameter]
    public EditContext? Form { get; set; }

    /// <summary>The organiser's questions on the form.</summary>
    [Parameter]
    public IReadOnlyList<FormQuestion> Questions { get; set; } = [];

    protected override void OnInitialized()
    {
        _form = Form ?? throw new InvalidOperationException("Stands inside an EditForm.");
        _messages = new ValidationMessageStore(_form);
        _form.OnValidationRequested += Check;
    }

    public void Dispose() => _form?.OnValidationRequested -= Check;

    private void Check(object? sender, ValidationRequestedEventArgs request)
    {
        _messages!.Clear();
        foreach (var refusal in RegistrationRules.Check(((RegistrationForm)_form!.Model).ToRequest(), Questions))
        {
            _messages.Add(_form.Field(refusal.Field!), refusal.Message);
        }

        _form.NotifyValidationStateChanged();
    }
}
