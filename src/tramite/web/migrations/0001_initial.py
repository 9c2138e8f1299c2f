"""The first schema."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import tramite.web.models.audit_trigger
import tramite.web.models.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("it", "Italian")], default="it", max_length=2),
                ),
                ("is_owner", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("who", models.CharField(max_length=254)),
                ("study", models.CharField(blank=True, db_index=True, max_length=60)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("saw", "saw"),
                            ("made", "made"),
                            ("changed", "changed"),
                            ("removed", "removed"),
                            ("exported", "exported"),
                        ],
                        max_length=10,
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("code", models.CharField(blank=True, max_length=200)),
                ("fields", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=40)),
                ("position", models.PositiveIntegerField()),
                ("name_en", models.CharField(max_length=200)),
                ("name_it", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sales-force", "sales force"),
                            ("agents", "agents"),
                            ("distributors", "distributors"),
                            ("resellers", "resellers"),
                            ("branches", "branches"),
                            ("retail", "own shops"),
                            ("franchise", "franchise"),
                            ("web", "web"),
                            ("marketplace", "marketplace"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reach",
                    models.CharField(choices=[("direct", "direct"), ("indirect", "indirect")], max_length=10),
                ),
                (
                    "medium",
                    models.CharField(choices=[("physical", "physical"), ("online", "online")], max_length=10),
                ),
                (
                    "end_customer",
                    models.CharField(
                        choices=[("business", "business"), ("consumer", "consumer"), ("both", "both")],
                        max_length=10,
                    ),
                ),
                ("sells_to", models.JSONField(default=list)),
                ("contribution", models.FloatField(null=True)),
                ("net_sales", models.FloatField(null=True)),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=200)),
                (
                    "language",
                    models.CharField(choices=[("en", "English"), ("it", "Italian")], default="it", max_length=2),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Firm",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=300)),
                ("vat_number", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Study",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("title_en", models.CharField(max_length=300)),
                ("title_it", models.CharField(max_length=300)),
                ("definition", models.TextField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("busy_until", models.DateTimeField(null=True)),
                ("checked_version", models.BigIntegerField(default=0)),
                ("brings_seal", models.CharField(blank=True, max_length=64)),
                ("worth_it", models.TextField(blank=True)),
                ("worth_it_cost", models.FloatField(null=True)),
                ("busy_by", models.CharField(blank=True, max_length=120)),
                ("to_take_in", models.BooleanField(default=False)),
                ("taking_in_trouble", models.TextField(blank=True)),
                ("publishing", models.BooleanField(default=False)),
                ("publishing_trouble", models.TextField(blank=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "worth_it_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("language", models.CharField(choices=[("en", "English"), ("it", "Italian")], max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "under way"),
                            ("done", "ready"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=20)),
                ("trouble", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("study_code", models.CharField(max_length=60)),
                ("again", models.BooleanField(default=False)),
                ("archive", models.CharField(max_length=200)),
                ("stored", models.CharField(max_length=40)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonalData",
            fields=[
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="personal",
                        serialize=False,
                        to="tramite.contact",
                    ),
                ),
                ("name", models.CharField(max_length=300)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("telephone", models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Dossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("language", models.CharField(choices=[("en", "English"), ("it", "Italian")], max_length=2)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "under way"),
                            ("done", "ready"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=20)),
                ("trouble", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="dossiers", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("interview_id", models.CharField(max_length=200)),
                ("unit_id", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("agent", "agent"),
                            ("distributor", "distributor"),
                            ("reseller", "reseller"),
                            ("branch", "branch"),
                            ("store_manager", "shop manager"),
                            ("franchisee", "franchisee"),
                            ("customer", "customer"),
                            ("vendor", "vendor's people"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("in_person", "in person"),
                            ("video", "video"),
                            ("phone", "telephone"),
                            ("sheet", "sheet sent ahead"),
                            ("self", "filled in alone"),
                        ],
                        max_length=40,
                    ),
                ),
                ("interviewer", models.CharField(blank=True, max_length=200, null=True)),
                ("date", models.DateField()),
                ("seconds", models.FloatField(null=True)),
                ("consent", models.BooleanField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("done", "done"),
                            ("has_issues", "has issues"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        max_length=40,
                    ),
                ),
                ("version", models.TextField()),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("a", "A: named, as agreed"),
                            ("b", "B: groups only"),
                            ("c", "C: employees, groups only"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("quotable", models.BooleanField(null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="interviews",
                        to="tramite.channel",
                    ),
                ),
                (
                    "conducted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="interviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterviewVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("number", models.PositiveIntegerField()),
                ("current", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="tramite.interview",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("item_id", models.CharField(max_length=200)),
                ("key", models.CharField(blank=True, max_length=200, null=True)),
                ("number", models.FloatField(null=True)),
                ("text", models.TextField(blank=True, null=True)),
                (
                    "missing",
                    models.CharField(
                        blank=True,
                        choices=[("dk", "does not know"), ("ref", "does not answer"), ("na", "does not apply")],
                        max_length=40,
                        null=True,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="tramite.interviewversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("unit_id", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "to be sent"),
                            ("sent", "sent"),
                            ("booked", "booked"),
                            ("refused", "refused"),
                            ("done", "done"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "in person"),
                            ("video", "video"),
                            ("phone", "telephone"),
                            ("self", "filled in alone"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("booked_for", models.DateTimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=300)),
                ("changes", models.PositiveIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("sheet_sha256", models.CharField(max_length=64, null=True, unique=True)),
                ("sheet_until", models.DateTimeField(null=True)),
                ("sheet_used_at", models.DateTimeField(null=True)),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="invitations",
                        to="tramite.contact",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="tramite.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at", models.DateTimeField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("telephone", "telephone"),
                            ("e-mail", "e-mail"),
                            ("visit", "visit"),
                            ("letter", "letter"),
                        ],
                        max_length=40,
                    ),
                ),
                ("reached", models.BooleanField()),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "invitation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="tramite.invitation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("job", models.CharField(blank=True, max_length=200)),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="tramite.contact"
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="positions", to="tramite.firm"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="contact",
            name="firms",
            field=models.ManyToManyField(related_name="contacts", through="tramite.Position", to="tramite.firm"),
        ),
        migrations.CreateModel(
            name="ProcessingNotes",
            fields=[
                (
                    "study",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="processing_notes",
                        serialize=False,
                        to="tramite.study",
                    ),
                ),
                ("controller", models.TextField(blank=True)),
                ("dpo", models.TextField(blank=True)),
                ("processors", models.TextField(blank=True)),
                ("transfers", models.TextField(blank=True)),
                ("measures", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("partner_id", models.CharField(max_length=200)),
                ("name", models.TextField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agent", "agent"),
                            ("distributor", "distributor"),
                            ("reseller", "reseller"),
                            ("branch", "branch"),
                            ("store_manager", "shop manager"),
                            ("franchisee", "franchisee"),
                            ("customer", "customer"),
                            ("vendor", "vendor's people"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("segment_id", models.CharField(blank=True, max_length=200, null=True)),
                ("area", models.TextField(blank=True, null=True)),
                ("country", models.TextField(blank=True, null=True)),
                ("vat_number", models.TextField(blank=True, null=True)),
                ("since", models.DateField(blank=True, null=True)),
                ("active", models.BooleanField(blank=True, null=True)),
                ("category_sales", tramite.web.models.fields.MoneyField(blank=True, null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="partners", to="tramite.channel"
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("owner", "Owner"),
                            ("manager", "Research manager"),
                            ("interviewer", "Interviewer"),
                            ("clean_team", "Clean team"),
                            ("analyst", "Analyst"),
                            ("reader", "Reader"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="memberships", to="tramite.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("names", "names, and all that says who gave an answer"),
                            ("audio", "recordings"),
                        ],
                        max_length=10,
                    ),
                ),
                ("until", models.DateField()),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HeldTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=40)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="held_tables", to="tramite.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Guess",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("interview_id", models.CharField(max_length=200)),
                ("item_id", models.CharField(max_length=200)),
                ("number", models.FloatField()),
                ("sealed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="guesses", to="tramite.study"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FrameUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("unit_id", models.CharField(max_length=200)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("agent", "agent"),
                            ("distributor", "distributor"),
                            ("reseller", "reseller"),
                            ("branch", "branch"),
                            ("store_manager", "shop manager"),
                            ("franchisee", "franchisee"),
                            ("customer", "customer"),
                            ("vendor", "vendor's people"),
                        ],
                        max_length=40,
                    ),
                ),
                ("stratum", models.TextField()),
                ("revenue", tramite.web.models.fields.MoneyField(null=True)),
                ("potential", tramite.web.models.fields.MoneyField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "active"), ("lost", "lost"), ("non_buyer", "never bought")],
                        max_length=40,
                    ),
                ),
                ("area", models.TextField(blank=True, null=True)),
                ("contribution", tramite.web.models.fields.MoneyField(null=True)),
                (
                    "origin",
                    models.CharField(
                        blank=True, choices=[("books", "books"), ("list", "list")], max_length=40, null=True
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="frame_units",
                        to="tramite.channel",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("form_id", models.CharField(max_length=200)),
                ("version", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="form_versions",
                        to="tramite.study",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="firm",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="firms", to="tramite.study"
            ),
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("fact_id", models.CharField(max_length=200)),
                ("text_en", models.TextField()),
                ("text_it", models.TextField()),
                ("true", models.BooleanField()),
                ("source", models.TextField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ErasedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("digest", models.CharField(max_length=64)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erased_forms",
                        to="tramite.study",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeviceKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(blank=True, max_length=100)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="device_keys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="device_keys", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("customer_id", models.CharField(max_length=200)),
                ("name", models.TextField(blank=True, null=True)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[("business", "business"), ("consumer", "consumer")],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("segment_id", models.CharField(blank=True, max_length=200, null=True)),
                ("area", models.TextField(blank=True, null=True)),
                ("country", models.TextField(blank=True, null=True)),
                ("vat_number", models.TextField(blank=True, null=True)),
                ("email_domain", models.TextField(blank=True, null=True)),
                ("address", models.TextField(blank=True, null=True)),
                ("postcode", models.TextField(blank=True, null=True)),
                ("city", models.TextField(blank=True, null=True)),
                ("since", models.DateField(blank=True, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="contact",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="tramite.study"
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("unit_id", models.CharField(max_length=200)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("a", "A: named, as agreed"),
                            ("b", "B: groups only"),
                            ("c", "C: employees, groups only"),
                        ],
                        max_length=40,
                    ),
                ),
                ("recording", models.BooleanField(default=False)),
                ("quotable", models.BooleanField(default=False)),
                (
                    "way",
                    models.CharField(
                        choices=[("spoken", "spoken"), ("signed", "signed"), ("form", "in the form")],
                        max_length=40,
                    ),
                ),
                ("proof", models.TextField()),
                ("given_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "taken_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="consents",
                        to="tramite.contact",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="consents", to="tramite.study"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="channel",
            name="study",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="channels", to="tramite.study"
            ),
        ),
        migrations.CreateModel(
            name="CaseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("path", models.CharField(max_length=300)),
                ("content", models.BinaryField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["path"],
            },
        ),
        migrations.CreateModel(
            name="PublishedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("form_id", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[("interview", "interview"), ("sheet", "sheet sent ahead")], max_length=10
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("agent", "agent"),
                            ("distributor", "distributor"),
                            ("reseller", "reseller"),
                            ("branch", "branch"),
                            ("store_manager", "shop manager"),
                            ("franchisee", "franchisee"),
                            ("customer", "customer"),
                            ("vendor", "vendor's people"),
                        ],
                        max_length=40,
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("version", models.CharField(max_length=200)),
                ("path", models.CharField(max_length=300)),
                ("md5", models.CharField(max_length=32)),
                ("minutes", models.FloatField()),
                ("current", models.BooleanField(default=True)),
                ("published_at", models.DateTimeField()),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="forms", to="tramite.channel"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="forms", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["role", "channel__position", "kind"],
            },
        ),
        migrations.CreateModel(
            name="QualityDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("interview_id", models.CharField(max_length=200)),
                (
                    "flag",
                    models.CharField(
                        choices=[
                            ("marked", "marked in the field"),
                            ("fast", "too fast"),
                            ("flat", "always the same score"),
                            ("shares", "shares that do not add up to 100"),
                            ("unknown", "not known what they bring: a person decides"),
                            ("not_for_role", "questions of another role"),
                            ("own_account", "held by who serves the customer"),
                            ("duplicate", "nearly the same as another"),
                            ("steps", "contradiction: who leads, who does"),
                            ("title", "contradiction: invoice and register"),
                            ("capacity", "contradiction: growth and continuity"),
                            ("redirected", "contradiction: customers sent elsewhere"),
                            ("call_back", "to be rung again"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("keep", "keep"),
                            ("exclude", "exclude"),
                            ("call_back", "to be rung again"),
                            ("correct", "correct"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("who", models.TextField(blank=True, null=True)),
                ("date", models.DateField(null=True)),
                ("reason", models.TextField(blank=True, null=True)),
                (
                    "severity",
                    models.CharField(
                        blank=True,
                        choices=[("high", "high"), ("medium", "medium"), ("draw", "drawn by lot")],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("evidence", models.TextField(blank=True, null=True)),
                ("threshold", models.TextField(blank=True, null=True)),
                ("raised", models.BooleanField(default=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RespondentName",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("table", models.CharField(choices=[("frame", "frame"), ("sample", "sample")], max_length=10)),
                ("unit_id", models.CharField(max_length=200)),
                ("name", models.TextField()),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="respondent_names",
                        to="tramite.study",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SampledUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("unit_id", models.CharField(max_length=200)),
                ("order", models.BigIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("done", "done"),
                            ("refused", "refused"),
                            ("not_reached", "not reached"),
                            ("not_eligible", "not eligible"),
                            ("replaced", "replaced"),
                            ("pending", "pending"),
                        ],
                        max_length=40,
                    ),
                ),
                ("reason", models.TextField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("agent", "agent"),
                            ("distributor", "distributor"),
                            ("reseller", "reseller"),
                            ("branch", "branch"),
                            ("store_manager", "shop manager"),
                            ("franchisee", "franchisee"),
                            ("customer", "customer"),
                            ("vendor", "vendor's people"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("stratum", models.TextField(blank=True, null=True)),
                ("place", models.BigIntegerField(null=True)),
                ("informants", models.BigIntegerField(null=True)),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "in person"),
                            ("video", "video"),
                            ("phone", "telephone"),
                            ("self", "filled in alone"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                (
                    "mode_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("within", "within the cost rule"),
                            ("floor", "only a form to fill in is worth its cost"),
                            ("unknown", "not known what they bring: a person decides"),
                            ("stopped", "any interview costs more than they bring: a person decides"),
                            ("vendor", "vendor's people"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("week", models.BigIntegerField(null=True)),
                ("replaces", models.CharField(blank=True, max_length=200, null=True)),
                (
                    "assigned_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="sampled_units",
                        to="tramite.channel",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SampleEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveIntegerField()),
                ("entry", models.BigIntegerField()),
                ("date", models.DateField()),
                ("who", models.TextField()),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("draw", "drawn by lot"),
                            ("replace", "replacement"),
                            ("change", "change by hand"),
                        ],
                        max_length=40,
                    ),
                ),
                ("unit_id", models.CharField(blank=True, max_length=200, null=True)),
                ("other_id", models.CharField(blank=True, max_length=200, null=True)),
                ("reason", models.TextField(blank=True, null=True)),
                ("seed", models.BigIntegerField(null=True)),
                ("fingerprint", models.TextField(blank=True, null=True)),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("instance_id", models.CharField(max_length=200)),
                ("form_id", models.CharField(max_length=200)),
                ("form_version", models.CharField(blank=True, max_length=200)),
                ("body", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("complete", models.BooleanField(default=True)),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("taken", "taken in"),
                            ("replaced", "corrected by another"),
                            ("refused", "kept out"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("faults", models.JSONField(default=list)),
                (
                    "interview",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="submissions",
                        to="tramite.interview",
                    ),
                ),
                (
                    "received_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaced_by",
                        to="tramite.submission",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="submissions", to="tramite.study"
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("instance_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("unit_id", models.CharField(max_length=200)),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("in_person", "in person"),
                            ("video", "video"),
                            ("phone", "telephone"),
                            ("sheet", "sheet sent ahead"),
                            ("self", "filled in alone"),
                        ],
                        max_length=40,
                        null=True,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("beside", models.JSONField(default=dict)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="drafts",
                        to="tramite.formversion",
                    ),
                ),
                (
                    "study",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="tramite.study"
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to="tramite.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("destroy_on", models.DateField(null=True)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="tramite.submission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DossierFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[("dossier.html", "page"), ("dossier.xlsx", "workbook")], max_length=40
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="tramite.dossier"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dossier", "name"), name="tramite_one_dossier_file_of_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="FirmRole",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("partner", "partner"), ("customer", "customer"), ("competitor", "competitor")],
                        max_length=10,
                    ),
                ),
                ("row_code", models.CharField(blank=True, max_length=200, null=True)),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="roles", to="tramite.firm"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["row_code"], name="tramite_firmrole_row")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "kind", "row_code"), name="tramite_one_role_of_a_firm"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "competitor"), ("row_code__isnull", True)),
                            models.Q(("kind__in", ["partner", "customer"]), ("row_code__isnull", False)),
                            _connector="OR",
                        ),
                        name="tramite_firm_role_names_its_row",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "competitor")),
                        fields=("firm",),
                        name="tramite_competitor_once",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="interviewversion",
            constraint=models.UniqueConstraint(fields=("interview", "number"), name="tramite_version_numbers"),
        ),
        migrations.AddConstraint(
            model_name="interviewversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)), fields=("interview",), name="tramite_one_current_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                fields=("version", "item_id", "key"), name="tramite_one_answer_of_a_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key__isnull", True)),
                fields=("version", "item_id"),
                name="tramite_one_answer_without_key",
            ),
        ),
        migrations.AddConstraint(
            model_name="answer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("missing__in", ("dk", "ref", "na")), ("missing__isnull", True), _connector="OR"
                ),
                name="tramite_responses_missing",
            ),
        ),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(fields=("contact", "firm"), name="tramite_one_position_in_a_firm"),
        ),
        migrations.AddIndex(
            model_name="partner",
            index=models.Index(fields=["study", "position"], name="tramite_partner_place"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.UniqueConstraint(fields=("study", "partner_id"), name="tramite_partners_key"),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        (
                            "agent",
                            "distributor",
                            "reseller",
                            "branch",
                            "store_manager",
                            "franchisee",
                            "customer",
                            "vendor",
                        ),
                    ),
                    ("role__isnull", True),
                    _connector="OR",
                ),
                name="tramite_partners_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("study", "user", "role"), name="tramite_one_membership_a_role"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["owner", "manager", "interviewer", "clean_team", "analyst", "reader"])
                ),
                name="tramite_known_role",
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["study", "unit_id"], name="tramite_invitation_unit"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "booked"), _negated=True), ("booked_for__isnull", False), _connector="OR"
                ),
                name="tramite_booked_has_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sheet_sha256__isnull", True), ("sheet_until__isnull", False), _connector="OR"
                ),
                name="tramite_sheet_link_expires",
            ),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["study", "position"], name="tramite_interview_place"),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["study", "unit_id"], name="tramite_interview_unit"),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.UniqueConstraint(fields=("study", "interview_id"), name="tramite_interviews_key"),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        (
                            "agent",
                            "distributor",
                            "reseller",
                            "branch",
                            "store_manager",
                            "franchisee",
                            "customer",
                            "vendor",
                        ),
                    )
                ),
                name="tramite_interviews_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ("in_person", "video", "phone", "sheet", "self"))),
                name="tramite_interviews_mode",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(("seconds__gte", 0), ("seconds__isnull", True), _connector="OR"),
                name="tramite_interviews_seconds",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("done", "has_issues", "approved", "refused"))),
                name="tramite_interviews_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ("a", "b", "c")), ("level__isnull", True), _connector="OR"),
                name="tramite_interviews_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="tramite_hold_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["names", "audio"])), name="tramite_hold_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="heldtable",
            constraint=models.UniqueConstraint(fields=("study", "name"), name="tramite_one_table_of_a_name"),
        ),
        migrations.AddConstraint(
            model_name="heldtable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "name__in",
                        [
                            "partners",
                            "customers",
                            "products",
                            "sell_in",
                            "sell_out",
                            "stock",
                            "costs",
                            "ledger",
                            "budgets",
                            "receivables",
                            "terms",
                            "shops",
                            "touches",
                            "deals",
                            "links",
                            "link_decisions",
                            "frame",
                            "sample",
                            "sample_log",
                            "interviews",
                            "responses",
                            "quality_decisions",
                            "facts",
                            "codebook",
                            "codings",
                            "proposals",
                        ],
                    )
                ),
                name="tramite_known_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="guess",
            constraint=models.UniqueConstraint(
                fields=("study", "interview_id", "item_id"), name="tramite_one_guess_of_an_item"
            ),
        ),
        migrations.AddIndex(
            model_name="frameunit",
            index=models.Index(fields=["study", "position"], name="tramite_frameunit_place"),
        ),
        migrations.AddConstraint(
            model_name="frameunit",
            constraint=models.UniqueConstraint(fields=("study", "unit_id"), name="tramite_frame_key"),
        ),
        migrations.AddConstraint(
            model_name="frameunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        (
                            "agent",
                            "distributor",
                            "reseller",
                            "branch",
                            "store_manager",
                            "franchisee",
                            "customer",
                            "vendor",
                        ),
                    )
                ),
                name="tramite_frame_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="frameunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ("active", "lost", "non_buyer"))), name="tramite_frame_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="frameunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ("books", "list")), ("origin__isnull", True), _connector="OR"),
                name="tramite_frame_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="formversion",
            constraint=models.UniqueConstraint(
                fields=("study", "form_id", "version"), name="tramite_one_form_of_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="firm",
            constraint=models.UniqueConstraint(fields=("study", "code"), name="tramite_one_firm_of_a_code"),
        ),
        migrations.AddIndex(
            model_name="fact",
            index=models.Index(fields=["study", "position"], name="tramite_fact_place"),
        ),
        migrations.AddConstraint(
            model_name="fact",
            constraint=models.UniqueConstraint(fields=("study", "fact_id"), name="tramite_facts_key"),
        ),
        migrations.AddConstraint(
            model_name="erasedform",
            constraint=models.UniqueConstraint(
                fields=("study", "digest"), name="tramite_one_digest_of_an_erased_form"
            ),
        ),
        migrations.AddIndex(
            model_name="customer",
            index=models.Index(fields=["study", "position"], name="tramite_customer_place"),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.UniqueConstraint(fields=("study", "customer_id"), name="tramite_customers_key"),
        ),
        migrations.AddConstraint(
            model_name="customer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("business", "consumer")), ("kind__isnull", True), _connector="OR"
                ),
                name="tramite_customers_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="contact",
            constraint=models.UniqueConstraint(fields=("study", "code"), name="tramite_one_contact_of_a_code"),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ("a", "b", "c"))), name="tramite_consent_level"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                ),
                name="tramite_consent_before_withdrawal",
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.UniqueConstraint(fields=("study", "code"), name="tramite_one_channel_of_a_code"),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "sales-force",
                            "agents",
                            "distributors",
                            "resellers",
                            "branches",
                            "retail",
                            "franchise",
                            "web",
                            "marketplace",
                        ),
                    )
                ),
                name="tramite_channel_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ("direct", "indirect"))), name="tramite_channel_reach"
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("medium__in", ("physical", "online"))), name="tramite_channel_medium"
            ),
        ),
        migrations.AddConstraint(
            model_name="channel",
            constraint=models.CheckConstraint(
                condition=models.Q(("end_customer__in", ("business", "consumer", "both"))),
                name="tramite_channel_end_customer",
            ),
        ),
        migrations.AddConstraint(
            model_name="casefile",
            constraint=models.UniqueConstraint(fields=("study", "path"), name="tramite_one_file_at_a_path"),
        ),
        migrations.AddConstraint(
            model_name="publishedform",
            constraint=models.UniqueConstraint(fields=("study", "form_id"), name="tramite_one_form_of_an_id"),
        ),
        migrations.AddIndex(
            model_name="qualitydecision",
            index=models.Index(fields=["study", "position"], name="tramite_qualitydecision_place"),
        ),
        migrations.AddConstraint(
            model_name="qualitydecision",
            constraint=models.UniqueConstraint(
                fields=("study", "interview_id", "flag"), name="tramite_quality_decisions_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "flag__in",
                        (
                            "marked",
                            "fast",
                            "flat",
                            "shares",
                            "unknown",
                            "not_for_role",
                            "own_account",
                            "duplicate",
                            "steps",
                            "title",
                            "capacity",
                            "redirected",
                            "call_back",
                        ),
                    )
                ),
                name="tramite_quality_decisions_flag",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision__in", ("keep", "exclude", "call_back", "correct")),
                    ("decision__isnull", True),
                    _connector="OR",
                ),
                name="tramite_quality_decisions_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="qualitydecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("severity__in", ("high", "medium", "draw")), ("severity__isnull", True), _connector="OR"
                ),
                name="tramite_quality_decisions_severity",
            ),
        ),
        migrations.AddConstraint(
            model_name="respondentname",
            constraint=models.UniqueConstraint(
                fields=("study", "table", "unit_id"), name="tramite_one_name_of_a_unit"
            ),
        ),
        migrations.AddIndex(
            model_name="sampledunit",
            index=models.Index(fields=["study", "position"], name="tramite_sampledunit_place"),
        ),
        migrations.AddIndex(
            model_name="sampledunit",
            index=models.Index(fields=["study", "replaces"], name="tramite_sampledunit_replaces"),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.UniqueConstraint(fields=("study", "unit_id"), name="tramite_sample_key"),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(condition=models.Q(("order__gte", 1)), name="tramite_sample_order"),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ("done", "refused", "not_reached", "not_eligible", "replaced", "pending"))
                ),
                name="tramite_sample_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        (
                            "agent",
                            "distributor",
                            "reseller",
                            "branch",
                            "store_manager",
                            "franchisee",
                            "customer",
                            "vendor",
                        ),
                    ),
                    ("role__isnull", True),
                    _connector="OR",
                ),
                name="tramite_sample_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__gte", 1), ("place__isnull", True), _connector="OR"),
                name="tramite_sample_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("informants__gte", 1), ("informants__isnull", True), _connector="OR"),
                name="tramite_sample_informants",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mode__in", ("in_person", "video", "phone", "self")), ("mode__isnull", True), _connector="OR"
                ),
                name="tramite_sample_mode",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mode_reason__in", ("within", "floor", "unknown", "stopped", "vendor")),
                    ("mode_reason__isnull", True),
                    _connector="OR",
                ),
                name="tramite_sample_mode_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="sampledunit",
            constraint=models.CheckConstraint(
                condition=models.Q(("week__gte", 1), ("week__isnull", True), _connector="OR"),
                name="tramite_sample_week",
            ),
        ),
        migrations.AddIndex(
            model_name="sampleentry",
            index=models.Index(fields=["study", "position"], name="tramite_sampleentry_place"),
        ),
        migrations.AddConstraint(
            model_name="sampleentry",
            constraint=models.UniqueConstraint(fields=("study", "entry"), name="tramite_sample_log_key"),
        ),
        migrations.AddConstraint(
            model_name="sampleentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry__gte", 1)), name="tramite_sample_log_entry"
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("event__in", ("draw", "replace", "change"))), name="tramite_sample_log_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="sampleentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("seed__gte", 0), ("seed__isnull", True), _connector="OR"),
                name="tramite_sample_log_seed",
            ),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["study", "state"], name="tramite_submission_state"),
        ),
        migrations.AddIndex(
            model_name="submission",
            index=models.Index(fields=["study", "received_at", "id"], name="tramite_submission_received"),
        ),
        migrations.AddConstraint(
            model_name="submission",
            constraint=models.UniqueConstraint(
                fields=("study", "instance_id"), name="tramite_one_submission_of_an_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("submission", "name"), name="tramite_one_attachment_of_a_name"
            ),
        ),
        migrations.RunPython(tramite.web.models.audit_trigger.add_trigger, migrations.RunPython.noop),
    ]
